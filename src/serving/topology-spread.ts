import type { TopologySpreadConstraint } from '../../imports/kubernetes';
import type { ReplicaBounds } from './scale/replicas';

const DOMAINS = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'];

/**
 * Replicas over zones and nodes, as a wish: with scarce devices a pod beside its sibling is better than a pending one.
 *
 * Counted per revision, because the pods of the old one go away.
 */
export function topologySpread(
  replicas: ReplicaBounds,
  selector: Record<string, string>,
): { topologySpread?: readonly TopologySpreadConstraint[] } {
  if (replicas.max < 2) return {};
  const topologySpread = DOMAINS.map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selector },
    matchLabelKeys: ['pod-template-hash'],
  }));
  return { topologySpread };
}
