import type { Manifest } from '../../manifest/manifest';
import { ingressTraps } from './ingress-traps';
import { routeTraps } from './route-traps';
import { routingGroups } from './routing-groups';
import { serviceTraps } from './service-traps';
import type { Trap } from './trap';

/** Known traps in a directory of manifests, ours or not. */
export function trapsIn(manifests: readonly Manifest[]): readonly Trap[] {
  const groups = routingGroups(manifests);
  return [...ingressTraps(groups), ...routeTraps(groups), ...serviceTraps(manifests)];
}
