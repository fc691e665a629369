import { Construct } from 'constructs';
import { validateProps } from '../../base/validate-props';
import { warn } from '../../kube/construct-findings';
import { customObject } from '../../kube/kube-object';
import type { Router } from '../routers/router';
import type { BlueGreenRouteProps } from './blue-green-route-props';
import { colorFindings } from './color-service-findings';
import { COLORS } from './colors';
import { hostConflicts } from './host-conflicts';
import { validateTogether } from './placed-route';
import { resolveRoute } from './resolve-route';
import type { ResolvedRoute } from './resolved-route';
import { scaleIdleColor, sharedStandbyFindings } from './scale-idle-color';
import { assertRoutable } from './service-target';

/**
 * Two Services behind one host name, one of them live.
 *
 * A switch edits one word and changes routing fields only. The opposite edit restores the same bytes.
 */
export class BlueGreenRoute<R extends Router = Router> extends Construct {
  /** True for a `BlueGreenRoute` of any copy of this library: an app may load another copy than the command line. */
  static is(construct: unknown): construct is BlueGreenRoute {
    const { spec, router } = (construct ?? {}) as Partial<BlueGreenRoute>;
    return Construct.isConstruct(construct) && typeof spec?.backends === 'object' && typeof router?.shares === 'function';
  }

  /** The resolved route, the same for every router. */
  readonly spec: ResolvedRoute;
  readonly router: Router;

  constructor(scope: Construct, id: string, props: BlueGreenRouteProps<R>) {
    super(scope, id);
    const where = this.node.path;
    for (const color of COLORS) assertRoutable(`BlueGreenRoute.${color}`, where, props?.[color]);
    validateProps('BlueGreenRoute', where, props);
    const route = resolveRoute(this, id, props);
    const router: Router = props.via;
    this.spec = route;
    this.router = router;
    for (const { id: child, manifest } of router.objects(route)) customObject(this, child, manifest);
    if (router.warning !== undefined) warn(this, router.warning.code, { what: router.warning.what, fix: router.warning.fix });
    this.node.addDependency(...[props.blue, props.green, ...router.after].filter(Construct.isConstruct));
    const targets = { blue: props.blue, green: props.green };
    scaleIdleColor(where, route, targets);
    validateTogether({ route: this, router, spec: route, targets }, (scope, routes) => [
      ...colorFindings(routes),
      ...sharedStandbyFindings(routes),
      ...hostConflicts(scope, routes),
    ]);
  }
}
