import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { customObject } from '../../kube/kube-object';
import { workloadLabels } from '../../kube/labels';
import { warn } from '../../kube/warning';
import type { PreviewThrough, Router, StickyThrough, TimeoutsThrough } from '../routers/router';
import { checkPreview } from './check-preview';
import { colorFindings } from './color-service-findings';
import { COLORS } from './colors';
import { hostConflicts } from './host-conflicts';
import { checkTraffic, type LiveInCode, type LiveInRelease, liveTraffic } from './live-traffic';
import { validateTogether } from './placed-route';
import type { ResolvedRoute } from './resolved-route';
import { checkHostname, checkPath } from './route-address';
import { type RouteTimeouts, timeoutSeconds } from './route-timeouts';
import { backendOf, refuseRoutedElsewhere, type ServiceTarget } from './service-target';
import { sharedStandbyFindings, standByIdle } from './standby';
import { checkSticky } from './sticky';

/** What a route is, apart from which color is live. */
export interface RouteProps<R extends Router = Router> {
  /**
   * Name of the route's objects; routers that need several add endings. It does not change in a switch.
   *
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * The host name that users call. `*.example.com` is any one label for an Ingress, any number of them for a Gateway.
   *
   * Refused: what is no DNS name in lower case (`BlueGreenRoute.hostname`).
   *
   * @example 'models.example.com'
   */
  readonly hostname: string;
  /**
   * Requests below this path are the route's: `/v1` takes `/v1` and `/v1/models`, not `/v1beta`. It is handed on as it came.
   *
   * Refused: paths that do not start with "/", or end with it (`BlueGreenRoute.path`).
   *
   * @default '/'
   */
  readonly path?: string;
  /**
   * The Service of one color. A construct is delivered before the route. Another namespace is refused (`BlueGreenRoute.blue`).
   *
   * @example a service, such as an MLService
   */
  readonly blue: ServiceTarget;
  /**
   * The Service of the other color. The same Service twice is refused (`BlueGreenRoute.green`).
   *
   * @example a service, such as an MLService
   */
  readonly green: ServiceTarget;
  /**
   * The router: `Via.gatewayApi({ gateway })`, or `Via.nginx({ ingressClass })` where the retired controller still runs.
   *
   * @example Via.gatewayApi({ gateway: { name: 'public' } })
   */
  readonly via: R;
  /**
   * How testers reach the idle color. What the router cannot do does not compile.
   *
   * @default Preview.none()
   * @example Preview.header('x-preview')
   */
  readonly preview?: PreviewThrough<R>;
  /**
   * Whether users stay on a color while traffic is split. A router that a switch would not reach them through does not compile.
   *
   * @default Sticky.none()
   * @example Sticky.cookie('model')
   */
  readonly sticky?: StickyThrough<R>;
  /**
   * How long answers may take.
   *
   * @default - the router's own limits
   * @example { request: Duration.seconds(30) }
   */
  readonly timeouts?: TimeoutsThrough<R>;
  /** More labels for every object of the route. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Annotations for the objects that users' requests meet, such as those of external-dns.
   *
   * Refused: those that say again what a prop says (`BlueGreenRoute.annotations`).
   *
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A route, and which color is live: `live` with `traffic`, or the route's entry in the `release` file, never both. */
export type BlueGreenRouteProps<R extends Router = Router> = RouteProps<R> & (LiveInCode<R> | LiveInRelease);

/**
 * Two Services behind one host name, one of them live.
 *
 * A switch edits one word, changes routing fields only, and is taken back by the opposite edit, to the same bytes.
 */
export class BlueGreenRoute<R extends Router = Router> extends Construct {
  /** True for a `BlueGreenRoute` of any copy of this library: an app may load another than the command line. */
  static is(construct: unknown): construct is BlueGreenRoute {
    const { spec, router } = (construct ?? {}) as Partial<BlueGreenRoute>;
    return Construct.isConstruct(construct) && typeof spec?.backends === 'object' && typeof router?.shares === 'function';
  }

  /** What the route means, whatever router carries it. */
  readonly spec: ResolvedRoute;
  /** What carries it. */
  readonly router: Router;

  constructor(scope: Construct, id: string, props: BlueGreenRouteProps<R>) {
    super(scope, id);
    for (const color of COLORS) refuseRoutedElsewhere(`BlueGreenRoute.${color}`, this.node.path, props?.[color]);
    validateProps('BlueGreenRoute', this.node.path, props);
    const router: Router = props.via;
    this.router = router;
    this.spec = routingSpec(this, id, router, props);
    checkTraffic(this.node.path, router, this.spec);
    router.assertSupported(this.node.path, this.spec);
    for (const object of router.objects(this.spec)) customObject(this, object.id, object.manifest);
    if (router.warning !== undefined) {
      const { code, what, fix } = router.warning;
      warn(this, code, { what, fix });
    }
    this.node.addDependency(...[props.blue, props.green, ...router.after].filter(Construct.isConstruct));
    const targets = { blue: props.blue, green: props.green };
    standByIdle(this.node.path, this.spec, targets);
    validateTogether({ route: this, router, spec: this.spec, targets }, (place, routes) => [
      ...colorFindings(routes),
      ...sharedStandbyFindings(routes),
      ...hostConflicts(place, routes),
    ]);
  }
}

function routingSpec(route: Construct, id: string, router: Router, props: BlueGreenRouteProps): ResolvedRoute {
  const where = route.node.path;
  const name = checkName('BlueGreenRoute.name', where, props.name ?? id, DNS_LABEL);
  const hostname = checkHostname('BlueGreenRoute.hostname', where, props.hostname, 'wildcard');
  const traffic = liveTraffic(where, props);
  const sticky = checkSticky(where, router, props.sticky);
  const preview = checkPreview(where, hostname, router, props.preview);
  const { namespace } = Chart.of(route);
  return {
    ...(namespace === undefined ? {} : { namespace }),
    name,
    hostname,
    path: checkPath('BlueGreenRoute.path', where, props.path ?? '/'),
    backends: backends(route, props),
    ...traffic,
    // A mark for a color that is off would lead to nobody.
    preview: traffic.inactive.kind === 'off' ? { kind: 'none' } : preview,
    ...(sticky === undefined ? {} : { sticky }),
    timeouts: timeoutSeconds(where, checkTimeouts(where, router, props.timeouts)),
    labels: { ...props.labels, ...workloadLabels({ app: name, instance: name, component: 'route' }) },
    annotations: { ...props.annotations },
  };
}

function backends(route: Construct, props: RouteProps): ResolvedRoute['backends'] {
  const [blue, green] = COLORS.map((color) => backendOf(route, color, props[color])) as [
    ResolvedRoute['backends']['blue'],
    ResolvedRoute['backends']['green'],
  ];
  if (blue.name !== green.name) return { blue, green };
  const what = `blue and green are both Service "${blue.name}", so a switch would change nothing`;
  throw new ConfigError('BlueGreenRoute.green', { where: route.node.path, what, fix: 'give each color a Service of its own' });
}

function checkTimeouts(where: string, router: Router, given: RouteTimeouts | undefined): RouteTimeouts {
  const timeouts = given ?? {};
  const stranger = Object.keys(timeouts).find((name) => !router.timeouts.some((known) => known === name));
  if (stranger === undefined) return timeouts;
  const fix = `use ${router.timeouts.map((name) => `timeouts.${name}`).join(' or ')}`;
  throw new ConfigError('BlueGreenRoute.timeouts', { where, what: `${router.title} has no timeouts.${stranger}`, fix });
}
