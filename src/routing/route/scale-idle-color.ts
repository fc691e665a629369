import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { errorFinding, type Finding } from '../../base/finding';
import { canStandBy, declareIdle, type StandbyTarget } from '../../kube/capacity/demand';
import { COLORS, type Color } from './colors';
import type { PlacedRoute } from './placed-route';
import { idleColor, type ResolvedRoute } from './resolved-route';
import type { ServiceTarget } from './service-target';

const CODE = 'BlueGreenRoute.inactive';

/**
 * Scales the idle color to the size that the route gives it, and tells the capacity report that it serves no users.
 *
 * Refused: a size for a color that is created elsewhere or for one that has fewer pods, and pods that would stop before the longest request
 * ends (`BlueGreenRoute.drain`).
 */
export function scaleIdleColor(where: string, route: ResolvedRoute, targets: PlacedRoute['targets']): void {
  const { inactive } = route;
  const idle = idleColor(route);
  const target: ServiceTarget = targets[idle];
  if (route.weights[idle] === 0 && Construct.isConstruct(target)) declareIdle(target);
  if (inactive.kind === 'warm') return;
  if (!canStandBy(target)) {
    const what = `${idle} cannot be scaled: Service "${target.name}" is not a workload of this library`;
    throw new ConfigError(CODE, { where, what, fix: 'use an MLService, or Inactive.warm() and scale it where it is created' });
  }
  assertDrains(where, route, target);
  const replicas = inactive.kind === 'off' ? 0 : inactive.replicas;
  if (replicas > target.pods) {
    const what = `${idle} cannot be scaled to ${replicas}: it runs ${target.pods} for users`;
    throw new ConfigError(CODE, { where, what, fix: `use at most ${target.pods}, or Inactive.warm()` });
  }
  target.standBy(replicas);
}

/** Pods that are removed after a switch still answer the requests that they took before it. */
function assertDrains(where: string, { timeouts: { request }, ...route }: ResolvedRoute, { drainSeconds }: StandbyTarget): void {
  if (request === undefined || request <= drainSeconds) return;
  const what = `a request may take ${request} s, and pods of ${idleColor(route)} that are scaled down have ${drainSeconds} s to finish`;
  throw new ConfigError('BlueGreenRoute.drain', { where, what, fix: `give the color drain: Duration.seconds(${request})` });
}

/** Routes that share a color, of which one scales down what the other needs. */
export function sharedStandbyFindings(routes: readonly PlacedRoute[]): readonly Finding[] {
  return routes.flatMap(({ route, spec, targets }) => {
    if (spec.inactive.kind === 'warm') return [];
    const idle = idleColor(spec);
    const other = routes.find(
      (one) => one.route !== route && COLORS.some((color) => one.targets[color] === targets[idle] && needs(one.spec, color)),
    );
    if (other === undefined) return [];
    const what = `${idle} is scaled down, and ${other.route.node.path} needs it`;
    return [errorFinding(CODE, { where: route.node.path, what, fix: 'keep it warm, or give each route colors of its own' })];
  });
}

function needs({ live, weights, inactive }: ResolvedRoute, color: Color): boolean {
  return live === color || weights[color] > 0 || inactive.kind === 'warm';
}
