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
  /** The class's name, one for the whole cluster. `system-…` belongs to Kubernetes (`PriorityClass.name`). @default - the construct's id */
  readonly name?: string;
  /**
   * Higher goes first. A whole number of 32 bits up to 1,000,000,000, below zero allowed (`PriorityClass.value`).
   *
   * @example 1000
   */
  readonly value: number;
  /** Whether such pods push lower ones off their nodes, or only stand before them in line. @default 'PreemptLowerPriority' */
  readonly preemption?: 'PreemptLowerPriority' | 'Never';
  /** For whom it is. @default - none */
  readonly description?: string;
}

/**
 * Who gets a node first, and whom the scheduler takes it from: `priorityClassName: priority.name` on a workload. Stands in no namespace.
 *
 * There is no `globalDefault`: it would change the priority of everybody's pods from one day to the next.
 *
 * Value and preemption of a live class cannot be changed, so a change deletes and creates it. Pods keep the number that they had.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export class PriorityClass extends Construct {
  readonly name: string;
  /** The PriorityClass. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: PriorityClassProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('PriorityClass', where, props);
    this.name = checkName('PriorityClass.name', where, props.name ?? id, DNS_SUBDOMAIN);
    refuseSystemName(where, this.name);
    const rule = { title: 'value', min: -MAX_INT32 - 1, max: 1_000_000_000 };
    this.resource = kubeObject(this, 'Resource', {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: this.name },
      value: wholeNumber('PriorityClass.value', where, props.value, rule),
      preemptionPolicy: preemptionPolicy(where, props.preemption ?? 'PreemptLowerPriority'),
      ...(props.description === undefined ? {} : { description: props.description }),
    });
    addDeliveryHints(this.resource, { recreate: true });
  }
}

function refuseSystemName(where: string, name: string): void {
  if (!name.startsWith('system-')) return;
  throw new ConfigError('PriorityClass.name', { where, what: `"${name}" belongs to Kubernetes itself`, fix: 'use another name' });
}

function preemptionPolicy(where: string, policy: string): string {
  if (policy === 'PreemptLowerPriority' || policy === 'Never') return policy;
  const what = `preemption is ${JSON.stringify(policy)}`;
  throw new ConfigError('PriorityClass.preemption', { where, what, fix: 'use PreemptLowerPriority or Never' });
}

export interface WorkloadPriorityClassProps {
  /** The class's name, one for the whole cluster; jobs carry it in a label, so at most 63 characters. @default - the construct's id */
  readonly name?: string;
  /** Higher goes first. A whole number of 32 bits, below zero allowed (`WorkloadPriorityClass.value`). @example 1000 */
  readonly value: number;
  /** For whom it is. At most 2048 characters. @default - none */
  readonly description?: string;
}

/**
 * Who goes first in a queue. It does not touch the priority of pods, which decides whom a node evicts. Stands in no namespace.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/workload_priority_class/
 */
export class WorkloadPriorityClass extends Construct {
  readonly name: string;
  /** The WorkloadPriorityClass. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: WorkloadPriorityClassProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('WorkloadPriorityClass', where, props);
    this.name = checkName(
      'WorkloadPriorityClass.name',
      where,
      props.name ?? id,
      DNS_SUBDOMAIN,
      LONGEST_NAMES['kueue.x-k8s.io/WorkloadPriorityClass'].max,
    );
    const value = wholeNumber('WorkloadPriorityClass.value', where, props.value, { title: 'value', min: -MAX_INT32 - 1 });
    const description = props.description === undefined ? {} : { description: checkDescription(where, props.description) };
    const manifest = { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'WorkloadPriorityClass', metadata: { name: this.name } };
    this.resource = customObject(this, 'Resource', { ...manifest, value, ...description });
  }
}

function checkDescription(where: string, description: string): string {
  if (description.length <= 2048) return description;
  const what = `description has ${description.length} characters`;
  throw new ConfigError('WorkloadPriorityClass.description', { where, what, fix: 'keep at most 2048' });
}
