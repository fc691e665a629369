import { fieldsAt, numberAt, valueAt } from '../../schema/plain-access';
import { isEmptySelector, selects } from '../../schema/semantics/label-selector';
import type { CheckedObject } from '../checked-object';
import type { Rule } from '../rule';
import type { World } from '../world';
import { SCALER_KINDS, scaledObject } from './scale-target';

/** A budget that lets no pod go. */
export const disruptionBlocks: Rule = {
  code: 'disruption.blocks',
  severity: 'warning',
  title: 'a PodDisruptionBudget that allows no disruption at all',
  reason: 'a node with such a pod cannot be drained: upgrades of the cluster wait for a person',
  fix: 'allow one: maxUnavailable: 1, and run at least two replicas where none may be missed',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  kinds: ['policy/PodDisruptionBudget'],
  *check(object, world) {
    const [unavailable, available] = [valueAt(object.manifest, 'spec', 'maxUnavailable'), valueAt(object.manifest, 'spec', 'minAvailable')];
    if (unavailable === 0 || unavailable === '0%') yield { path: ['spec', 'maxUnavailable'], what: `is ${unavailable}` };
    if (available === '100%') yield { path: ['spec', 'minAvailable'], what: 'is 100%' };
    if (typeof available !== 'number' || available === 0) return;
    const replicas = replicasOf(object, world);
    if (replicas !== undefined && available >= replicas)
      yield { path: ['spec', 'minAvailable'], what: `is ${available}, and there are ${replicas} replicas` };
  },
};

/** How many pods a budget's selector finds at the least; undefined when that cannot be told. */
function replicasOf(object: CheckedObject, world: World): number | undefined {
  const selector = fieldsAt(object.manifest, 'spec', 'selector');
  if (isEmptySelector(selector)) return undefined;
  const owners = world.workloadsBeside(object).filter(({ pod }) => selects(selector, pod.labels));
  if (owners.length === 0 || owners.some(({ object: owner }) => owner.groupKind === 'apps/DaemonSet')) return undefined;
  return owners.map(({ object: owner }) => leastReplicas(owner, world)).reduce((sum, count) => sum + count, 0);
}

function leastReplicas(owner: CheckedObject, world: World): number {
  const scaler = SCALER_KINDS.flatMap((kind) => world.beside(owner, kind)).find((each) => scaledObject(each, world) === owner);
  if (scaler === undefined) return numberAt(owner.manifest, 'spec', 'replicas') ?? 1;
  return numberAt(scaler.manifest, 'spec', 'minReplicas') ?? numberAt(scaler.manifest, 'spec', 'minReplicaCount') ?? 1;
}
