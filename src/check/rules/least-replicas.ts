import { numberAt } from '../../schema/plain-access';
import type { CheckedObject } from '../checked-object';
import type { World } from '../world';
import { SCALER_KINDS, scaledObject } from './scale-target';

/** How many pods a workload keeps at the least: what it says itself, or its autoscaler. */
export function leastReplicas(owner: CheckedObject, world: World): number {
  const scaler = SCALER_KINDS.flatMap((kind) => world.beside(owner, kind)).find((each) => scaledObject(each, world) === owner);
  if (scaler === undefined) return numberAt(owner.manifest, 'spec', 'replicas') ?? 1;
  // KEDA scales to nothing unless it is told otherwise.
  if (scaler.groupKind.startsWith('keda.sh/')) return numberAt(scaler.manifest, 'spec', 'minReplicaCount') ?? 0;
  return numberAt(scaler.manifest, 'spec', 'minReplicas') ?? 1;
}
