import { textAt } from '../../schema/plain-access';
import { CLUSTER_QUEUE, LOCAL_QUEUE, queueName } from '../queues';
import type { Rule } from '../rule';

/** A queue that nobody makes. */
export const referenceQueue: Rule = {
  code: 'reference.queue',
  severity: 'warning',
  title: 'a job in a LocalQueue that is not there, or a LocalQueue without its ClusterQueue',
  reason: 'Kueue keeps the job suspended indefinitely, and nothing fails',
  fix: 'fix the name, or render the queue too',
  acceptWhere: 'something else makes it',
  source: 'https://kueue.sigs.k8s.io/docs/concepts/local_queue/',
  *check(object, world) {
    const queue = queueName(object);
    // Of a namespace without a queue in Git nothing is known.
    const known = queue === undefined ? [] : world.beside(object, LOCAL_QUEUE);
    if (queue !== undefined && known.length > 0 && !known.some(({ name }) => name === queue.name))
      yield {
        path: queue.path,
        what: `is "${queue.name}", and namespace ${object.namespace ?? '(none)'} has these: ${known.map(({ name }) => name).join(', ')}`,
      };
    if (object.groupKind !== LOCAL_QUEUE) return;
    const name = textAt(object.manifest, 'spec', 'clusterQueue') ?? '';
    const queues = world.ofKind(CLUSTER_QUEUE).filter(({ cluster }) => cluster === object.cluster);
    if (queues.length > 0 && world.find(object, CLUSTER_QUEUE, name, '') === undefined)
      yield { path: ['spec', 'clusterQueue'], what: `is "${name}", and there is no such ClusterQueue` };
  },
};
