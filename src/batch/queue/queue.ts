import { ConfigError } from '../../base/config-error';
import { checkName, checkQualifiedKey, DNS_SUBDOMAIN, LABEL_VALUE } from '../../base/names';
import { checkedFactories } from '../../base/validate-props';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

/** The queue that admits a job. Made by {@link Queue.local}. */
export interface Queue extends QueueOptions {
  /** The LocalQueue. */
  readonly name: string;
}

export interface QueueOptions {
  /** Who goes first in the queue: a WorkloadPriorityClass. @default - the priority of the pods */
  readonly priority?: string | NamedRef;
  /** How near one another the job's pods run. The queue's flavors must name a topology. @default - anywhere */
  readonly topology?: QueueTopology;
}

/**
 * Machines near one another, by the node label of a level of Kueue's Topology: `{ required: 'cloud.provider.com/rack' }`.
 *
 * `required` waits until all pods fit into one rack, `preferred` takes several when they do not, `unconstrained` takes any free machines.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/topology_aware_scheduling/
 */
export type QueueTopology = { readonly required: string } | { readonly preferred: string } | { readonly unconstrained: true };

export const Queue = checkedFactories('Queue', {
  /** A Kueue LocalQueue of the job's own namespace: `Queue.local('team-a', { priority: 'nightly' })`. */
  local(queue: string | NamedRef, options: QueueOptions = {}): Queue {
    return { ...options, name: nameOf(queue) };
  },
});

const KUEUE = 'kueue.x-k8s.io';

/** The labels that Kueue reads from a job. */
export function queueLabels(where: string, queue: string | NamedRef | Queue | undefined): Record<string, string> {
  if (queue === undefined) return {};
  const { priority } = queueOptions(queue);
  const label = (name: string) => checkName('BatchJob.queue', where, name, DNS_SUBDOMAIN, LABEL_VALUE.max);
  return {
    [`${KUEUE}/queue-name`]: label(nameOf(queue)),
    ...(priority === undefined ? {} : { [`${KUEUE}/priority-class`]: label(nameOf(priority)) }),
  };
}

/** The annotations that Kueue reads from the pods of a job. */
export function topologyAnnotations(where: string, queue: string | NamedRef | Queue | undefined): Record<string, string> {
  if (queue === undefined) return {};
  const { topology } = queueOptions(queue);
  if (topology === undefined) return {};
  const [[kind, value] = ['', ''], ...more] = Object.entries(topology);
  const isLevel = (kind === 'required' || kind === 'preferred') && typeof value === 'string';
  if (more.length > 0 || !(isLevel || (kind === 'unconstrained' && value === true))) {
    const what = `topology is ${JSON.stringify(topology)}`;
    throw new ConfigError('BatchJob.queue', {
      where,
      what,
      fix: "use { required: 'cloud.provider.com/rack' }, preferred or unconstrained",
    });
  }
  if (isLevel) checkQualifiedKey('BatchJob.queue', where, value);
  return { [`${KUEUE}/podset-${kind}-topology`]: `${value}` };
}

/** Any construct with a name is a queue; only a plain object, as {@link Queue.local} makes it, has options. */
function queueOptions(queue: string | NamedRef | Queue): QueueOptions {
  return typeof queue === 'object' && Object.getPrototypeOf(queue) === Object.prototype ? (queue as Queue) : {};
}
