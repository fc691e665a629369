import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ClusterQueueSpec } from '../../../imports/kueue';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { type CustomObject, customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { wholeNumber } from '../../kube/whole-number';
import { type FlavorQuota, type ResourceGroup, resolveResourceGroup } from './queue-quota';

export interface ClusterQueueProps {
  /** The queue's name, unique in the cluster: `'research'`. @default - the construct's id */
  readonly name?: string;
  /**
   * Quota by kind of node, shared by all jobs of the queue. Kueue tries flavors in this order. At least one (`ClusterQueue.flavors`).
   *
   * @example [{ flavor, cpu, memory, ephemeralStorage }]
   */
  readonly flavors: readonly FlavorQuota[];
  /**
   * The namespaces whose LocalQueues may point here: names, or `'all'`. Required, because Kueue's own default admits no namespace
   * (`ClusterQueue.namespaces`).
   *
   * @see https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#namespace-selector
   * @example ['team-a']
   */
  readonly namespaces: 'all' | readonly (string | NamedRef)[];
  /** Queues of one cohort borrow each other's unused quota: `'research'`. @default - none: no borrowing */
  readonly cohort?: string;
  /**
   * Whether a job at the head that does not fit blocks the jobs behind it (`'StrictFIFO'`) or lets smaller ones pass (`'BestEffortFIFO'`).
   *
   * @default 'BestEffortFIFO'
   */
  readonly strategy?: 'StrictFIFO' | 'BestEffortFIFO';
  /** Which running jobs are stopped for a waiting one: `{ withinClusterQueue: 'LowerPriority' }`. @default - none */
  readonly preemption?: QueuePreemption;
  /** Share of the cohort's unused quota, relative to other queues: `2`. A whole number, at least 0. @default - equal shares */
  readonly fairWeight?: number;
}

/** Running jobs that Kueue stops and queues again for a waiting job that fits the queue's own quota. */
export interface QueuePreemption {
  /** Jobs of the same queue: `'LowerPriority'`. @default 'Never' */
  readonly withinClusterQueue?: 'Never' | 'LowerPriority' | 'LowerOrNewerEqualPriority';
  /** Jobs of other queues that run on borrowed quota of this one: `'Any'`. @default 'Never' */
  readonly reclaimWithinCohort?: 'Never' | 'LowerPriority' | 'Any';
}

/**
 * Quota that LocalQueues of several namespaces share. Cluster-scoped.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/
 */
export class ClusterQueue extends Construct {
  readonly name: string;
  /** The ClusterQueue. */
  readonly resource: ApiObject;
  /** Names of the namespaces whose LocalQueues may point here, or `'all'`. */
  readonly namespaces: 'all' | readonly string[];

  constructor(scope: Construct, id: string, props: ClusterQueueProps) {
    super(scope, id);
    const queue = resolveClusterQueue(this.node.path, id, props);
    this.name = queue.name;
    this.namespaces = queue.namespaces;
    this.resource = customObject(this, 'Resource', clusterQueueManifest(queue));
  }
}

interface ResolvedClusterQueue {
  readonly name: string;
  readonly namespaces: 'all' | readonly string[];
  readonly cohort: string | undefined;
  readonly fairWeight: number | undefined;
  readonly strategy: NonNullable<ClusterQueueProps['strategy']>;
  readonly preemption: Required<QueuePreemption>;
  readonly resources: ResourceGroup;
}

function resolveClusterQueue(where: string, id: string, props: ClusterQueueProps): ResolvedClusterQueue {
  validateProps('ClusterQueue', where, props);
  const { cohort, fairWeight, strategy = 'BestEffortFIFO', preemption = {} } = props;
  return {
    name: checkName('ClusterQueue.name', where, props.name ?? id, DNS_SUBDOMAIN),
    namespaces: resolveNamespaces(where, props.namespaces),
    cohort: cohort === undefined ? undefined : checkName('ClusterQueue.cohort', where, cohort, DNS_SUBDOMAIN),
    fairWeight:
      fairWeight === undefined ? undefined : wholeNumber('ClusterQueue.fairWeight', where, fairWeight, { title: 'fairWeight', min: 0 }),
    strategy,
    preemption: {
      withinClusterQueue: preemption.withinClusterQueue ?? 'Never',
      reclaimWithinCohort: preemption.reclaimWithinCohort ?? 'Never',
    },
    resources: resolveResourceGroup(where, props.flavors),
  };
}

function resolveNamespaces(where: string, namespaces: ClusterQueueProps['namespaces']): 'all' | readonly string[] {
  if (namespaces === 'all') return 'all';
  if (namespaces.length === 0) {
    const fix = "name the namespaces: ['team-a'], or use 'all'";
    throw new ConfigError('ClusterQueue.namespaces', { where, what: '`namespaces` is empty: Kueue would admit no job', fix });
  }
  return namespaces.map((namespace) => checkName('ClusterQueue.namespaces', where, nameOf(namespace), DNS_LABEL));
}

function clusterQueueManifest(queue: ResolvedClusterQueue): CustomObject {
  const { name, namespaces, cohort, fairWeight, strategy, preemption, resources } = queue;
  const spec: PlainSpec<ClusterQueueSpec> = {
    ...(cohort === undefined ? {} : { cohortName: cohort }),
    ...(fairWeight === undefined ? {} : { fairSharing: { weight: fairWeight } }),
    namespaceSelector:
      namespaces === 'all' ? {} : { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces }] },
    queueingStrategy: strategy,
    preemption,
    resourceGroups: [resources],
  };
  return { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ClusterQueue', metadata: { name }, spec };
}
