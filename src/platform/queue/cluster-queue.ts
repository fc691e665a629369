import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ClusterQueueSpec } from '../../../imports/kueue';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { wholeNumber } from '../../kube/whole-number';
import { type FlavorQuota, resourceGroup } from './queue-quota';

export interface ClusterQueueProps {
  /** The queue's name, one for the whole cluster. @default - the construct's id */
  readonly name?: string;
  /**
   * What all jobs of the queue may have together, by kind of node; tried from the first on. At least one (`ClusterQueue.flavors`).
   *
   * @example [{ flavor, cpu, memory, ephemeralStorage }]
   */
  readonly flavors: readonly FlavorQuota[];
  /**
   * The namespaces whose LocalQueues may lead here: their names, or `'all'`. Required, because Kueue's own default lets in none.
   *
   * @see https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#namespace-selector
   * @example ['team-a']
   */
  readonly namespaces: 'all' | readonly (string | NamedRef)[];
  /** Queues of one cohort lend one another what they do not use. @default - none: nothing is lent */
  readonly cohort?: string;
  /**
   * Whether a job at the head that does not fit holds up those behind it: `StrictFIFO`, or lets smaller ones pass: `BestEffortFIFO`.
   *
   * @default 'BestEffortFIFO'
   */
  readonly strategy?: 'StrictFIFO' | 'BestEffortFIFO';
  /** Which running jobs make room for a waiting one. @default - none */
  readonly preemption?: QueuePreemption;
  /** Share of what the cohort lends, against the weight of other queues. At least 0. @default - all queues alike */
  readonly fairWeight?: number;
}

/** Running jobs that are stopped, and queued again, for a waiting job that fits into the queue's own quota. */
export interface QueuePreemption {
  /** Jobs of the same queue. @default 'Never' */
  readonly withinClusterQueue?: 'Never' | 'LowerPriority' | 'LowerOrNewerEqualPriority';
  /** Jobs of other queues that run on what this one has lent. @default 'Never' */
  readonly reclaimWithinCohort?: 'Never' | 'LowerPriority' | 'Any';
}

/**
 * Quota that LocalQueues of several namespaces share. Stands in no namespace.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/
 */
export class ClusterQueue extends Construct {
  readonly name: string;
  /** The ClusterQueue. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: ClusterQueueProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('ClusterQueue', where, props);
    this.name = checkName('ClusterQueue.name', where, props.name ?? id, DNS_SUBDOMAIN);
    const manifest = { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ClusterQueue', metadata: { name: this.name } };
    this.resource = customObject(this, 'Resource', { ...manifest, spec: clusterQueueSpec(where, props) });
  }
}

function clusterQueueSpec(where: string, props: ClusterQueueProps): PlainSpec<ClusterQueueSpec> {
  const { cohort, fairWeight, preemption = {} } = props;
  return {
    ...(cohort === undefined ? {} : { cohortName: checkName('ClusterQueue.cohort', where, cohort, DNS_SUBDOMAIN) }),
    ...(fairWeight === undefined ? {} : { fairSharing: { weight: weightOf(where, fairWeight) } }),
    namespaceSelector: namespaceSelector(where, props.namespaces),
    queueingStrategy: oneOf('ClusterQueue.strategy', where, props.strategy ?? 'BestEffortFIFO', ['StrictFIFO', 'BestEffortFIFO']),
    preemption: {
      withinClusterQueue: preemptionOf(where, preemption.withinClusterQueue, ['Never', 'LowerPriority', 'LowerOrNewerEqualPriority']),
      reclaimWithinCohort: preemptionOf(where, preemption.reclaimWithinCohort, ['Never', 'LowerPriority', 'Any']),
    },
    resourceGroups: [resourceGroup(where, props.flavors)],
  };
}

function weightOf(where: string, weight: number): number {
  return wholeNumber('ClusterQueue.fairWeight', where, weight, { title: 'fairWeight', min: 0 });
}

function namespaceSelector(where: string, namespaces: ClusterQueueProps['namespaces']): PlainSpec<ClusterQueueSpec>['namespaceSelector'] {
  if (namespaces === 'all') return {};
  if (!Array.isArray(namespaces) || namespaces.length === 0) {
    const what = `namespaces is ${JSON.stringify(namespaces)}`;
    throw new ConfigError('ClusterQueue.namespaces', { where, what, fix: "name them: ['team-a'], or 'all'" });
  }
  const values = namespaces.map((namespace) => checkName('ClusterQueue.namespaces', where, nameOf(namespace), DNS_LABEL));
  return { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] };
}

function preemptionOf<const T extends string>(where: string, value: string | undefined, allowed: readonly T[]): T {
  return oneOf('ClusterQueue.preemption', where, value ?? 'Never', allowed);
}

function oneOf<const T extends string>(code: string, where: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new ConfigError(code, { where, what: `${JSON.stringify(value)} is not known`, fix: `use ${allowed.join(', ')}` });
}
