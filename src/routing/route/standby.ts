import { Construct } from 'constructs';
import { ConfigError, configErrorText } from '../../base/config-error';
import { canStandBy, declareIdle, type StandbyTarget } from '../../kube/capacity/demand';
import { COLORS } from './colors';
import type { PlacedRoute } from './placed-route';
import { idleColor, type ResolvedRoute } from './resolved-route';
import type { ServiceTarget } from './service-target';

const CODE = 'BlueGreenRoute.inactive';

/**
 * Brings the idle color to the size that the route says, and tells capacity that it serves nobody.
 *
 * Refused: a size for a color that is made elsewhere, one that is not smaller than the color itself, and pods that would end before the
 * longest request does (`BlueGreenRoute.drain`).
 */
export function standByIdle(where: string, spec: ResolvedRoute, targets: PlacedRoute['targets']): void {
  const { inactive } = spec;
  const idle = idleColor(spec);
  const target: ServiceTarget = targets[idle];
  if (spec.weights[idle] === 0 && Construct.isConstruct(target)) declareIdle(target);
  if (inactive.kind === 'warm') return;
  if (!canStandBy(target)) {
    const what = `Service "${target.name}" of ${idle} is no workload of this library, so its size cannot follow`;
    throw new ConfigError(CODE, { where, what, fix: 'use an MLService, or Inactive.warm() and scale it where it is made' });
  }
  refuseCutRequests(where, spec, target);
  const replicas = inactive.kind === 'off' ? 0 : inactive.replicas;
  if (replicas > target.pods) {
    const what = `${idle} is scaled to ${replicas}, and runs ${target.pods} for users`;
    throw new ConfigError(CODE, { where, what, fix: `use at most ${target.pods}, or Inactive.warm()` });
  }
  target.standBy(replicas);
}

/** Pods that are taken away after a switch still answer what they were asked before it. */
function refuseCutRequests(where: string, { timeouts: { request }, ...spec }: ResolvedRoute, { drainSeconds }: StandbyTarget): void {
  if (request === undefined || request <= drainSeconds) return;
  const what = `a request may take ${request} s, and pods of ${idleColor(spec)} that are scaled down have ${drainSeconds} s to finish`;
  throw new ConfigError('BlueGreenRoute.drain', { where, what, fix: `give the color drain: Duration.seconds(${request})` });
}

/** Routes that share a color, of which one would scale down what the other needs. */
export function sharedStandbyFindings(routes: readonly PlacedRoute[]): string[] {
  return routes.flatMap(({ route, spec, targets }) => {
    if (spec.inactive.kind === 'warm') return [];
    const idle = idleColor(spec);
    const other = routes.find(
      (one) => one.route !== route && COLORS.some((color) => one.targets[color] === targets[idle] && needs(one.spec, color)),
    );
    if (other === undefined) return [];
    const what = `${idle} is scaled down, and ${other.route.node.path} needs it`;
    return [configErrorText(CODE, { where: route.node.path, what, fix: 'keep it warm, or give each route colors of its own' })];
  });
}

function needs({ live, weights, inactive }: ResolvedRoute, color: 'blue' | 'green'): boolean {
  return live === color || weights[color] > 0 || inactive.kind === 'warm';
}
