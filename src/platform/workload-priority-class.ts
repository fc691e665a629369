import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { LONGEST_NAMES } from '../base/derived-names';
import { checkName, DNS_SUBDOMAIN } from '../base/names';
import { validateProps } from '../base/validate-props';
import { customObject } from '../kube/kube-object';
import { requireProps } from '../kube/required-props';
import { MAX_INT32, wholeNumber } from '../kube/whole-number';

export interface WorkloadPriorityClassProps {
  /** The class's name, one for the whole cluster; jobs carry it in a label, so at most 63 characters. @default - the construct's id */
  readonly name?: string;
  /** Higher goes first. A whole number of 32 bits, below zero allowed (`WorkloadPriorityClass.value`). */
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
    requireProps('WorkloadPriorityClass', where, props, { value: '1000' });
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
