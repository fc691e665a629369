import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../base/names';
import { validateProps } from '../base/validate-props';
import { addDeliveryHints } from '../kube/delivery/delivery-hints';
import { kubeObject } from '../kube/kube-object';
import { requireProps } from '../kube/required-props';
import { MAX_INT32, wholeNumber } from '../kube/whole-number';

export interface PriorityClassProps {
  /** The class's name, one for the whole cluster. `system-…` belongs to Kubernetes (`PriorityClass.name`). @default - the construct's id */
  readonly name?: string;
  /** Higher goes first. A whole number of 32 bits up to 1,000,000,000, below zero allowed (`PriorityClass.value`). */
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
    requireProps('PriorityClass', where, props, { value: '1000' });
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
