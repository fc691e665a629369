import { surgeOf, unavailableOf } from '../../kube/capacity/pod-demand';
import { flavorQuotas, mayBorrow } from '../../kube/capacity/queue-spec';
import { quotaNameProblem } from '../../platform/namespace/limit-names';
import { fieldsAt, textAt } from '../../schema/plain-access';
import { quantityValue } from '../../schema/quantity';
import { amountText, grantedContainers, isAbove, podGroups, podResources } from '../capacity/pod-totals';
import { clusterQueueOf, queueSpec } from '../capacity/queues';
import { podOfWorkload, type QuotaLimit, quotaLimits } from '../capacity/quota-limits';
import { leastReplicas } from '../capacity/scalers';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import { POD_KINDS, podOf } from '../index/pods';
import type { Rule, RuleFinding } from '../rule';

/** Where the server asks each container for what a quota counts. */
const REQUIRED: Readonly<Record<string, readonly [field: 'requests' | 'limits', resource: string]>> = {
  cpu: ['requests', 'cpu'],
  memory: ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
};

/** A container that does not say what its namespace counts. */
export const quotaMissingRequest: Rule = {
  code: 'quota.missing-request',
  severity: 'error',
  title: 'a container without a request or limit that a ResourceQuota of its namespace counts',
  reason: 'the pods are refused: the quota cannot count them. Nothing runs, and only an event says why',
  fix: 'set it, or give the namespace a LimitRange with a default',
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/#compute-resource-quota',
  kinds: POD_KINDS,
  *check(object, context) {
    const pod = podOf(object);
    const quotas = context.beside(object, '/ResourceQuota');
    // Resources of the pod as a whole are enough.
    if (pod === undefined || quotas.length === 0 || Object.keys(fieldsAt(pod.spec, 'resources')).length > 0) return;
    const containers = grantedContainers(object, pod, context);
    for (const quota of quotas) {
      const required = quotaLimits(quota).flatMap(({ name }) => (REQUIRED[name] === undefined ? [] : [REQUIRED[name]]));
      for (const { path, ...granted } of containers) {
        const missing = required
          .filter(([field, resource]) => !granted[field].has(resource))
          .map(([field, resource]) => `${field}.${resource}`);
        if (missing.length > 0)
          yield { path: [...path, 'resources'], what: `has no ${missing.join(', no ')}, and ResourceQuota ${quota.name} counts it` };
      }
    }
  },
};

/** A limit that limits nothing. */
export const quotaName: Rule = {
  code: 'quota.name',
  severity: 'error',
  title: 'a limit of a ResourceQuota by a name that Kubernetes accepts and never counts',
  reason: 'the limit looks as if it held, and everybody takes as many devices as there are',
  fix: 'write requests.<device>',
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources',
  kinds: ['/ResourceQuota'],
  *check({ manifest }) {
    for (const name of Object.keys(fieldsAt(manifest, 'spec', 'hard'))) {
      const problem = quotaNameProblem(name);
      // Other names are refused by the server, and so by the schema check.
      if (problem?.use !== undefined) yield { path: ['spec', 'hard', name], what: problem.what, fix: `write ${problem.use}` };
    }
  },
};

/** Pods that their namespace has no room for. */
export const quotaPods: Rule = {
  code: 'quota.pods',
  severity: 'error',
  title: 'a ResourceQuota that is too small for the pods of its namespace, or for the pod that a rollout adds',
  reason: 'pods above the quota are never created; a rollout that may take none away first waits indefinitely',
  fix: 'raise the quota, or lower replicas or requests; a rollout with maxUnavailable: 1 needs no room',
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  kinds: ['/ResourceQuota'],
  *check(object, context) {
    const limits = quotaLimits(object);
    if (limits.length === 0) return;
    const shares = context
      .workloadsBeside(object)
      .filter(({ object: owner }) => POD_KINDS.includes(owner.groupKind))
      .map((workload) => ({ ...workload, granted: podOfWorkload(workload, context), running: runningPods(workload.object, context) }));
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

function runningPods(owner: CheckedObject, context: CheckContext): number {
  if (owner.groupKind === '/Pod') return (textAt(owner.manifest, 'spec', 'restartPolicy') ?? 'Always') === 'Always' ? 1 : 0;
  return /^apps\/(Deployment|StatefulSet|ReplicaSet)$/.test(owner.groupKind) ? leastReplicas(owner, context) : 0;
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

/** A run that its queue can never let in. */
export const queueNeverAdmitted: Rule = {
  code: 'queue.never-admitted',
  severity: 'error',
  title: 'a job that asks for more than its queue has, or for what it has nothing of',
  reason: 'Kueue never admits it: it stays suspended indefinitely, and nothing fails',
  fix: 'raise nominalQuota of the ClusterQueue, or ask for less',
  source: 'https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#flavors-and-resources',
  kinds: ['batch/Job', 'batch/CronJob', 'jobset.x-k8s.io/JobSet'],
  *check(object, context) {
    const queue = clusterQueueOf(object, context);
    const spec = queue && queueSpec(queue);
    if (queue === undefined || spec === undefined || mayBorrow(spec)) return;
    const most = new Map<string, number>();
    for (const { resource, amount } of flavorQuotas(spec))
      most.set(resource, Math.max(most.get(resource) ?? 0, quantityValue(amount) ?? 0));
    for (const { name, pod, count } of podGroups(object)) {
      const { requests } = podResources(grantedContainers(object, pod, context), pod);
      const whose = name === '' ? 'its pods' : `the pods "${name}"`;
      for (const [resource, each] of requests) {
        const [needed, there] = [each * count, most.get(resource)];
        if (needed === 0 || (there !== undefined && !isAbove(needed, there))) continue;
        const of = there === undefined ? 'has no quota of it' : `has ${amountText(resource, there)} in its largest flavor`;
        const sum = `${count} × ${amountText(resource, each)}`;
        yield {
          path: pod.path,
          what: `asks for ${amountText(resource, needed)} of ${resource} (${whose}: ${sum}), and ClusterQueue ${queue.name} ${of}`,
        };
      }
    }
  },
};
