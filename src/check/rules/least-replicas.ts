import { numberAt } from '../../schema/plain-access';
import type { CheckContext } from '../check-context';
import type { CheckedObject } from '../checked-object';
import { scalersOf } from '../scalers';

/** How many pods a workload keeps at the least: what it says itself, or its autoscaler. */
export function leastReplicas(owner: CheckedObject, world: CheckContext): number {
  const [scaler] = scalersOf(owner, world);
  if (scaler === undefined) return numberAt(owner.manifest, 'spec', 'replicas') ?? 1;
  // KEDA scales to nothing unless it is told otherwise.
  if (scaler.groupKind.startsWith('keda.sh/')) return numberAt(scaler.manifest, 'spec', 'minReplicaCount') ?? 0;
  return numberAt(scaler.manifest, 'spec', 'minReplicas') ?? 1;
}
