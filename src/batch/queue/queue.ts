import { ConfigError } from '../../base/config-error';
import { checkName, checkQualifiedKey, DNS_SUBDOMAIN, LABEL_VALUE } from '../../base/names';
import { checkedFactories } from '../../base/validate-props';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

/** The queue that admits a job. Created by {@link Queue.local}. */
export interface Queue extends QueueOptions {
  /** The name of the LocalQueue. */
  readonly name: string;
}

export interface QueueOptions {
  /** A WorkloadPriorityClass: which jobs the queue admits first, for example `priority: 'nightly'`. @default - the priority of the pods */
  readonly priority?: string | NamedRef;
  /**
   * How close together the pods of the job run, for example `topology: { required: 'cloud.provider.com/rack' }`. The flavors of the queue must
   * name a Topology. @default - anywhere
   *
   * @example { required: 'cloud.provider.com/rack' }
   */
  readonly topology?: QueueTopology;
}

/**
 * Nodes close together, by the node label of a level of Kueue's Topology: `{ required: 'cloud.provider.com/rack' }`.
 *
 * `required` waits until all pods fit into one rack, `preferred` uses several racks when they do not, `unconstrained` uses any free nodes.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/topology_aware_scheduling/
 */
export type QueueTopology = { readonly required: string } | { readonly preferred: string } | { readonly unconstrained: true };

export const Queue = checkedFactories('Queue', {
  /** A Kueue LocalQueue in the namespace of the job: `Queue.local('team-a', { priority: 'nightly' })`. */
  local(queue: string | NamedRef, options: QueueOptions = {}): Queue {
    return { ...options, name: nameOf(queue) };
  },
});

/** What a queue writes to a job. All of it is empty without one. */
export interface ResolvedQueue {
  readonly name?: string;
  /** Labels that Kueue reads from the object of the job. */
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations that Kueue reads from the pods of the job. */
  readonly podAnnotations: Readonly<Record<string, string>>;
}

const KUEUE = 'kueue.x-k8s.io';
const CODE = 'BatchJob.queue';

/** Checks the names and the topology of a queue. */
export function resolveQueue(where: string, queue: string | NamedRef | Queue | undefined): ResolvedQueue {
  if (queue === undefined) return { labels: {}, podAnnotations: {} };
  const { priority, topology } = queueOptions(queue);
  const name = nameOf(queue);
  const label = (value: string) => checkName(CODE, where, value, DNS_SUBDOMAIN, LABEL_VALUE.max);
  const labels = {
    [`${KUEUE}/queue-name`]: label(name),
    ...(priority === undefined ? {} : { [`${KUEUE}/priority-class`]: label(nameOf(priority)) }),
  };
  return { name, labels, podAnnotations: topology === undefined ? {} : topologyAnnotation(where, topology) };
}

function topologyAnnotation(where: string, topology: QueueTopology): Record<string, string> {
  const [[kind, value] = ['', ''], ...more] = Object.entries(topology);
  const isLevel = (kind === 'required' || kind === 'preferred') && typeof value === 'string';
  if (more.length > 0 || !(isLevel || (kind === 'unconstrained' && value === true))) {
    const fix = "use { required: 'cloud.provider.com/rack' }, { preferred: '…' } or { unconstrained: true }";
    throw new ConfigError(CODE, { where, what: `invalid topology ${JSON.stringify(topology)}`, fix });
  }
  if (isLevel) checkQualifiedKey(CODE, where, value);
  return { [`${KUEUE}/podset-${kind}-topology`]: `${value}` };
}

/** A construct with a name is a queue without options; only a plain object, as {@link Queue.local} returns it, has any. */
function queueOptions(queue: string | NamedRef | Queue): QueueOptions {
  return typeof queue === 'object' && Object.getPrototypeOf(queue) === Object.prototype ? (queue as Queue) : {};
}
