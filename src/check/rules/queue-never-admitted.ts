import { flavorQuotas, mayBorrow } from '../../kube/capacity/queue-spec';
import { quantityValue } from '../../schema/quantity';
import { podGroups } from '../job-pods';
import { amountText, grantedContainers, isAbove, podResources } from '../pod-resources';
import { clusterQueueOf, queueSpec } from '../queues';
import type { Rule } from '../rule';

/** A run that its queue can never let in. */
export const queueNeverAdmitted: Rule = {
  code: 'queue.never-admitted',
  severity: 'error',
  title: 'a job that asks for more than its queue has, or for what it has nothing of',
  reason: 'Kueue never admits it: it stays suspended indefinitely, and nothing fails',
  fix: 'raise nominalQuota of the ClusterQueue, or ask for less',
  source: 'https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#flavors-and-resources',
  kinds: ['batch/Job', 'batch/CronJob', 'jobset.x-k8s.io/JobSet'],
  *check(object, world) {
    const queue = clusterQueueOf(object, world);
    const spec = queue && queueSpec(queue);
    if (queue === undefined || spec === undefined || mayBorrow(spec)) return;
    const most = new Map<string, number>();
    for (const { resource, amount } of flavorQuotas(spec))
      most.set(resource, Math.max(most.get(resource) ?? 0, quantityValue(amount) ?? 0));
    for (const { name, pod, count } of podGroups(object)) {
      const { requests } = podResources(grantedContainers(object, pod, world), pod);
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
