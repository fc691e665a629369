import { fieldsAt, numberAt, valueAt } from '../../schema/plain-access';
import { isEmptySelector } from '../../schema/semantics/label-selector';
import { leastReplicas, SCALER_KINDS, scaledObject, scalersOn, scaleTarget } from '../capacity/scalers';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import { cel } from '../policy/cel';
import type { EnforceableRule, Rule } from '../rule';

/** Two who say how many pods there are. */
export const scaleReplicas: Rule = {
  code: 'scale.replicas',
  severity: 'warning',
  title: 'an autoscaled workload with spec.replicas in Git',
  reason: 'every sync sets the count of Git, the autoscaler sets it back: pods come and go for nothing',
  fix: 'leave spec.replicas out of the workload',
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  kinds: SCALER_KINDS,
  *check(object, context) {
    const target = scaledObject(object, context);
    const replicas = numberAt(target?.manifest, 'spec', 'replicas');
    if (target !== undefined && replicas !== undefined)
      yield { path: ['spec', 'scaleTargetRef'], what: `scales ${target.name}, which says replicas: ${replicas}` };
  },
};

/** An autoscaler of nothing. */
export const scaleTargetRule: Rule = {
  code: 'reference.scale-target',
  severity: 'error',
  title: 'an autoscaler whose target is not there',
  reason: 'nothing is scaled, and only a condition of the autoscaler says why',
  fix: 'fix scaleTargetRef, or render the target in the same app',
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  kinds: SCALER_KINDS,
  *check(object, context) {
    const target = scaleTarget(object);
    if (target === undefined || !target.groupKind.startsWith('apps/') || context.workloadsBeside(object).length === 0) return;
    if (scaledObject(object, context) === undefined)
      yield { path: ['spec', 'scaleTargetRef', 'name'], what: `is "${target.name}", and there is no such ${target.groupKind.slice(5)}` };
  },
};

/** Two autoscalers of one workload. */
export const scaleConflict: Rule = {
  code: 'scale.conflict',
  severity: 'error',
  title: 'two autoscalers with one target',
  reason: 'each sets the count that it finds right, in turn: the workload swings between them',
  fix: 'keep one; KEDA makes a HorizontalPodAutoscaler of its own',
  source: 'https://keda.sh/docs/latest/concepts/scaling-deployments/',
  kinds: SCALER_KINDS,
  *check(object, context) {
    const target = scaleTarget(object);
    if (target === undefined) return;
    for (const other of scalersOn(object, target, context)) {
      if (other === object) continue;
      const what = `is ${target.name}, which ${other.groupKind.split('/')[1]} ${other.name} scales too`;
      yield { path: ['spec', 'scaleTargetRef'], what };
    }
  },
};

/** A budget that lets no pod go. */
export const disruptionBlocks: EnforceableRule = {
  code: 'disruption.blocks',
  severity: 'warning',
  title: 'a PodDisruptionBudget that allows no disruption at all',
  reason: 'a node with such a pod cannot be drained: upgrades of the cluster wait for a person',
  fix: 'allow one: maxUnavailable: 1, and run at least two replicas where none may be missed',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  kinds: ['policy/PodDisruptionBudget'],
  *check(object, context) {
    const [unavailable, available] = [valueAt(object.manifest, 'spec', 'maxUnavailable'), valueAt(object.manifest, 'spec', 'minAvailable')];
    if (unavailable === 0 || unavailable === '0%') yield { path: ['spec', 'maxUnavailable'], what: `is ${unavailable}` };
    if (available === '100%') yield { path: ['spec', 'minAvailable'], what: 'is 100%' };
    const replicas = replicasOf(object, context);
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
function replicasOf(object: CheckedObject, context: CheckContext): number | undefined {
  const selector = fieldsAt(object.manifest, 'spec', 'selector');
  if (isEmptySelector(selector)) return undefined;
  const owners = context.selectedBeside(object, selector);
  if (owners.length === 0 || owners.some(({ object: owner }) => owner.groupKind === 'apps/DaemonSet')) return undefined;
  return owners.map(({ object: owner }) => leastReplicas(owner, context)).reduce((sum, count) => sum + count, 0);
}
