import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { customObject } from '../../kube/kube-object';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

export interface LocalQueueProps {
  /** The queue's name; jobs carry it in a label, so at most 63 characters. @default - the construct's id */
  readonly name?: string;
  /** The quota behind it. It cannot be changed on a live queue. @example 'research' */
  readonly clusterQueue: string | NamedRef;
  /** The namespace whose jobs it admits. @default - the chart's */
  readonly namespace?: string;
}

/**
 * The door of one namespace to a ClusterQueue: `queue: Queue.local(queue)` on a job.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/local_queue/
 */
export class LocalQueue extends Construct {
  readonly name: string;
  /** The LocalQueue. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: LocalQueueProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('LocalQueue', where, props);
    this.name = checkName('LocalQueue.name', where, props.name ?? id, DNS_SUBDOMAIN, LONGEST_NAMES['kueue.x-k8s.io/LocalQueue'].max);
    const clusterQueue = checkName('LocalQueue.clusterQueue', where, nameOf(props.clusterQueue), DNS_SUBDOMAIN);
    const metadata = { name: this.name, ...(props.namespace === undefined ? {} : { namespace: props.namespace }) };
    const manifest = { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'LocalQueue', metadata, spec: { clusterQueue } };
    this.resource = customObject(this, 'Resource', manifest);
    // Kueue takes a queue without its quota, and admits nothing from it until that is there.
    if (Construct.isConstruct(props.clusterQueue)) this.node.addDependency(props.clusterQueue);
  }
}
