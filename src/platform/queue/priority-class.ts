import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { addDeliveryHints } from '../../kube/delivery/delivery-hints';
import { customObject, kubeObject } from '../../kube/kube-object';
import { MAX_INT32, wholeNumber } from '../../kube/whole-number';

export interface PriorityClassProps {
  /** The class's name, unique in the cluster. Names that begin with `system-` are reserved (`PriorityClass.name`). @default - the construct's id */
  readonly name?: string;
  /**
   * The priority; higher goes first. A 32-bit whole number up to 1,000,000,000; may be negative (`PriorityClass.value`).
   *
   * @example 1000
   */
  readonly value: number;
  /** Whether its pods evict pods of lower priority, or only go ahead of them in the scheduling queue. @default 'PreemptLowerPriority' */
  readonly preemption?: 'PreemptLowerPriority' | 'Never';
  /** Text for people: `'Waits for what users wait for.'`. @default - none */
  readonly description?: string;
}

/**
 * The priority of pods on nodes: `priorityClassName: priority.name` on a workload. Cluster-scoped.
 *
 * There is no `globalDefault`: it would change the priority of all pods in the cluster that name no class.
 *
 * Kubernetes does not allow a change of value or preemption on a live class, so a change deletes and creates it. Running pods keep their number.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export class PriorityClass extends Construct {
  readonly name: string;
  /** The PriorityClass. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: PriorityClassProps) {
    super(scope, id);
    const { name, value, preemption, description } = resolvePriorityClass(this.node.path, id, props);
    this.name = name;
    this.resource = kubeObject(this, 'Resource', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
      preemptionPolicy: preemption,
      ...(description === undefined ? {} : { description }),
    });
    addDeliveryHints(this.resource, { recreate: true });
  }
}

type Resolved<Props, Defaulted extends keyof Props> = Props & Required<Pick<Props, Defaulted>>;

function resolvePriorityClass(where: string, id: string, props: PriorityClassProps): Resolved<PriorityClassProps, 'name' | 'preemption'> {
  validateProps('PriorityClass', where, props);
  const { preemption = 'PreemptLowerPriority', description } = props;
  const name = checkName('PriorityClass.name', where, props.name ?? id, DNS_SUBDOMAIN);
  if (name.startsWith('system-')) {
    const what = `name "${name}" begins with "system-", which is reserved for Kubernetes`;
    throw new ConfigError('PriorityClass.name', { where, what, fix: 'use another name, for example "research"' });
  }
  const value = wholeNumber('PriorityClass.value', where, props.value, { title: 'value', min: -MAX_INT32 - 1, max: 1_000_000_000 });
  return { name, value, preemption, description };
}

export interface WorkloadPriorityClassProps {
  /** The class's name, unique in the cluster: `'urgent'`. Jobs carry it in a label, so at most 63 characters. @default - the construct's id */
  readonly name?: string;
  /** The priority; higher goes first. A 32-bit whole number; may be negative (`WorkloadPriorityClass.value`). @example 1000 */
  readonly value: number;
  /** Text for people. At most 2048 characters (`WorkloadPriorityClass.description`). @default - none */
  readonly description?: string;
}

/**
 * The priority of jobs in a queue. It does not affect which pods a node evicts. Cluster-scoped.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/workload_priority_class/
 */
export class WorkloadPriorityClass extends Construct {
  readonly name: string;
  /** The WorkloadPriorityClass. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: WorkloadPriorityClassProps) {
    super(scope, id);
    const { name, value, description } = resolveWorkloadPriorityClass(this.node.path, id, props);
    this.name = name;
    const fields = { value, ...(description === undefined ? {} : { description }) };
    this.resource = customObject(this, 'Resource', {
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'WorkloadPriorityClass',
      metadata: { name },
      ...fields,
    });
  }
}

const LONGEST_DESCRIPTION = 2048;

function resolveWorkloadPriorityClass(
  where: string,
  id: string,
  props: WorkloadPriorityClassProps,
): Resolved<WorkloadPriorityClassProps, 'name'> {
  validateProps('WorkloadPriorityClass', where, props);
  const { description } = props;
  const longest = LONGEST_NAMES['kueue.x-k8s.io/WorkloadPriorityClass'].max;
  const name = checkName('WorkloadPriorityClass.name', where, props.name ?? id, DNS_SUBDOMAIN, longest);
  const value = wholeNumber('WorkloadPriorityClass.value', where, props.value, { title: 'value', min: -MAX_INT32 - 1 });
  if (description !== undefined && description.length > LONGEST_DESCRIPTION) {
    const what = `\`description\` has ${description.length} characters; the maximum is ${LONGEST_DESCRIPTION}`;
    throw new ConfigError('WorkloadPriorityClass.description', { where, what, fix: `shorten it to ${LONGEST_DESCRIPTION} characters` });
  }
  return { name, value, description };
}
