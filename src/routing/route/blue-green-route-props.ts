import type { PreviewThrough, Router, StickyThrough, TimeoutsThrough } from '../routers/router';
import type { LiveInCode, LiveInRelease } from './live-traffic';
import type { ServiceTarget } from './service-target';

/** What a route is, apart from which color is live. */
export interface RouteProps<R extends Router = Router> {
  /**
   * Name of the route's objects, for example `'scoring'`; routers that need several objects add endings. A switch does not change it.
   *
   * Must be a DNS label (`BlueGreenRoute.name`).
   *
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * The host name that users call. In `*.example.com` the wildcard is exactly one label for an Ingress, and
   * any number of labels for a Gateway.
   *
   * Must be a lowercase DNS name (`BlueGreenRoute.hostname`).
   *
   * @example 'models.example.com'
   */
  readonly hostname: string;
  /**
   * Requests with this path or one below it are the route's: `'/v1'` takes `/v1` and `/v1/models`, not `/v1beta`. The path is passed on
   * unchanged.
   *
   * Must start with "/" and not end with it (`BlueGreenRoute.path`).
   *
   * @default '/'
   */
  readonly path?: string;
  /**
   * The Service of one color: an `MLService`, or `{ name: 'scorer-blue', port: 80 }` for a Service that is created elsewhere.
   *
   * A construct is delivered before the route. A Service in another namespace is refused (`BlueGreenRoute.blue`).
   *
   * @example { name: 'scorer-blue', port: 80 }
   */
  readonly blue: ServiceTarget;
  /**
   * The Service of the other color: an `MLService`, or `{ name: 'scorer-green', port: 80 }` for a Service that is created elsewhere.
   *
   * A construct is delivered before the route. The same Service for both colors is refused (`BlueGreenRoute.green`).
   *
   * @example { name: 'scorer-green', port: 80 }
   */
  readonly green: ServiceTarget;
  /**
   * The router: a Gateway, or `Via.nginx({ ingressClass: 'nginx' })` where that controller still runs.
   *
   * @example Via.gatewayApi({ gateway: { name: 'public' } })
   */
  readonly via: R;
  /**
   * How testers reach the idle color. What the router does not support does not compile.
   *
   * @default Preview.none()
   * @example Preview.header('x-color')
   */
  readonly preview?: PreviewThrough<R>;
  /**
   * Whether users stay on one color while traffic is split. Only routers that move users with a cookie in a switch accept it.
   *
   * @default Sticky.none()
   * @example Sticky.cookie('ml')
   */
  readonly sticky?: StickyThrough<R>;
  /**
   * How long answers may take.
   *
   * @default - the router's own limits
   * @example { request: Duration.minutes(10) }
   */
  readonly timeouts?: TimeoutsThrough<R>;
  /** More labels for every object of the route, for example `{ owner: 'search' }`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Annotations for the objects that take users' requests, for example `{ 'external-dns.alpha.kubernetes.io/ttl': '60' }`.
   *
   * Annotations that repeat or override a prop are refused (`BlueGreenRoute.annotations`).
   *
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A route, and which color is live: `live` with `traffic`, or the route's entry in the `release` file, never both. */
export type BlueGreenRouteProps<R extends Router = Router> = RouteProps<R> & (LiveInCode<R> | LiveInRelease);
