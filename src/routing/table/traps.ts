import type { Manifest } from '../../manifest/manifest';
import { ingressFindings } from './ingress-traps';
import { conflictFindings } from './route-traps';
import { routingGroups } from './routing-groups';
import { backendFindings } from './service-traps';
import type { Trap } from './trap';

/** Known traps in a directory of manifests, ours or not. */
export function routeFindings(manifests: readonly Manifest[]): readonly Trap[] {
  const groups = routingGroups(manifests);
  return [...ingressFindings(groups), ...conflictFindings(groups), ...backendFindings(manifests)];
}
