import { surgeOf, unavailableOf } from '../../kube/capacity/pod-demand';
import { fieldsAt, textAt } from '../../schema/plain-access';
import type { CheckContext } from '../check-context';
import type { CheckedObject } from '../checked-object';
import { amountText, isAbove } from '../pod-resources';
import { podOfWorkload, type QuotaLimit, quotaLimits } from '../quota-limits';
import type { Rule, RuleFinding } from '../rule';
import { POD_KINDS } from './each-container';
import { leastReplicas } from './least-replicas';

/** Pods that their namespace has no room for. */
export const quotaPods: Rule = {
  code: 'quota.pods',
  severity: 'error',
  title: 'a ResourceQuota that is too small for the pods of its namespace, or for the pod that a rollout adds',
  reason: 'pods above the quota are never created; a rollout that may take none away first waits indefinitely',
  fix: 'raise the quota, or lower replicas or requests; a rollout with maxUnavailable: 1 needs no room',
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  kinds: ['/ResourceQuota'],
  *check(object, world) {
    const limits = quotaLimits(object);
    if (limits.length === 0) return;
    const shares = world
      .workloadsBeside(object)
      .filter(({ object: owner }) => POD_KINDS.includes(owner.groupKind))
      .map((workload) => ({ ...workload, granted: podOfWorkload(workload, world), running: runningPods(workload.object, world) }));
    for (const limit of limits) {
      const found = problem(
        limit,
        shares.map(({ object: owner, granted, running }) => ({ owner, running, each: limit.of(granted) })),
      );
      if (found !== undefined) yield { path: ['spec', 'hard', limit.name], ...found };
    }
  },
};

/** What a workload takes of one limit. */
interface Share {
  readonly owner: CheckedObject;
  /** Pods that always run: none of runs that end, and none where nobody here knows how many. */
  readonly running: number;
  /** Of one pod. */
  readonly each: number;
}

function runningPods(owner: CheckedObject, world: CheckContext): number {
  if (owner.groupKind === '/Pod') return (textAt(owner.manifest, 'spec', 'restartPolicy') ?? 'Always') === 'Always' ? 1 : 0;
  return /^apps\/(Deployment|StatefulSet|ReplicaSet)$/.test(owner.groupKind) ? leastReplicas(owner, world) : 0;
}

function problem({ name, hard }: QuotaLimit, shares: readonly Share[]): Omit<RuleFinding, 'path'> | undefined {
  const text = (amount: number) => amountText(name, amount);
  const single = shares.find(({ each }) => isAbove(each, hard));
  if (single !== undefined) return { what: `is ${text(hard)}, and one pod of ${titleOf(single.owner)} needs ${text(single.each)}` };
  const running = shares.filter((share) => share.running * share.each > 0);
  const sum = running.reduce((total, share) => total + share.running * share.each, 0);
  const terms = running.map((share) => `${share.owner.name} ${share.running} × ${text(share.each)}`).join(' + ');
  if (isAbove(sum, hard)) return { what: `is ${text(hard)}, and what always runs needs ${text(sum)}: ${terms}` };
  const stuck = running.find(({ owner, running: replicas, each }) => needsRoom(owner, replicas) && isAbove(sum + each, hard));
  if (stuck === undefined) return undefined;
  return {
    what: `is ${text(hard)}, and the rollout of ${titleOf(stuck.owner)} needs ${text(sum + stuck.each)}: ${terms} + one more ${text(stuck.each)}`,
  };
}

/** Whether a rollout must add a pod before it may take one away. */
function needsRoom({ groupKind, manifest }: CheckedObject, replicas: number): boolean {
  if (groupKind !== 'apps/Deployment') return false;
  const { type, rollingUpdate } = fieldsAt(manifest, 'spec', 'strategy');
  const strategy = { type, rollingUpdate: fieldsAt([rollingUpdate], 0) };
  return surgeOf(strategy, replicas) > 0 && unavailableOf(strategy, replicas) === 0;
}

function titleOf({ groupKind, name }: CheckedObject): string {
  return `${groupKind.split('/')[1]} ${name}`;
}
