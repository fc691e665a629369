import type { QueueSpec } from '../../kube/capacity/queue-spec';
import { fieldsAt, textAt } from '../../schema/plain-access';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';

const QUEUE_NAME = 'kueue.x-k8s.io/queue-name';

export const LOCAL_QUEUE = 'kueue.x-k8s.io/LocalQueue';
export const CLUSTER_QUEUE = 'kueue.x-k8s.io/ClusterQueue';

/** The queue that a run waits in, with the way to its name. A CronJob hands the labels of its template to its runs. */
export function queueName({ groupKind, manifest }: CheckedObject): { readonly path: readonly string[]; readonly name: string } | undefined {
  const metadata = groupKind === 'batch/CronJob' ? ['spec', 'jobTemplate', 'metadata'] : ['metadata'];
  const path = [...metadata, 'labels', QUEUE_NAME];
  const name = textAt(manifest, ...path);
  return name === undefined || name === '' ? undefined : { path, name };
}

/** The ClusterQueue behind a run's queue, when both are among the objects. */
export function clusterQueueOf(object: CheckedObject, context: CheckContext): CheckedObject | undefined {
  const queue = queueName(object);
  const local = queue && context.find(object, LOCAL_QUEUE, queue.name);
  const name = textAt(local?.manifest, 'spec', 'clusterQueue');
  return name === undefined ? undefined : context.find(object, CLUSTER_QUEUE, name, '');
}

/** The spec of a ClusterQueue, whose shape its schema has seen to. */
export function queueSpec({ manifest }: CheckedObject): QueueSpec {
  return fieldsAt(manifest, 'spec') as QueueSpec;
}
