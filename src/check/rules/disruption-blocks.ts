import { fieldsAt, valueAt } from '../../schema/plain-access';
import { isEmptySelector } from '../../schema/semantics/label-selector';
import type { CheckContext } from '../check-context';
import type { CheckedObject } from '../checked-object';
import { cel } from '../policy/cel';
import type { EnforceableRule } from '../policy/rule-policy';
import { leastReplicas } from './least-replicas';

/** A budget that lets no pod go. */
export const disruptionBlocks: EnforceableRule = {
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
    const replicas = replicasOf(object, world);
    const kept = replicas === undefined || available === '100%' ? undefined : podsKept(available, replicas);
    if (replicas !== undefined && replicas > 0 && kept !== undefined && kept > 0 && kept >= replicas)
      yield {
        path: ['spec', 'minAvailable'],
        what: `is ${available}, and there ${replicas === 1 ? 'is 1 replica' : `are ${replicas} replicas`}`,
      };
  },
  policy: {
    reads: ['spec'],
    leaves: 'minAvailable as a number, against the replicas',
    findings: cel`
      (string(object.spec.?maxUnavailable.orValue(1)) in ['0', '0%'] ? ['maxUnavailable is ' + string(object.spec.maxUnavailable)] : [])
      + (string(object.spec.?minAvailable.orValue(0)) == '100%' ? ['minAvailable is 100%'] : [])`,
  },
};

/** As the controller rounds: up. */
function podsKept(available: unknown, replicas: number): number | undefined {
  if (typeof available === 'number') return available;
  const [, percent] = /^(\d+)%$/.exec(String(available)) ?? [];
  return percent === undefined ? undefined : Math.ceil((Number(percent) * replicas) / 100);
}

/** How many pods a budget's selector finds at the least; undefined when that cannot be told. */
function replicasOf(object: CheckedObject, world: CheckContext): number | undefined {
  const selector = fieldsAt(object.manifest, 'spec', 'selector');
  if (isEmptySelector(selector)) return undefined;
  const owners = world.selectedBeside(object, selector);
  if (owners.length === 0 || owners.some(({ object: owner }) => owner.groupKind === 'apps/DaemonSet')) return undefined;
  return owners.map(({ object: owner }) => leastReplicas(owner, world)).reduce((sum, count) => sum + count, 0);
}
