import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { type CustomObject, customObject } from '../../kube/kube-object';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

export interface LocalQueueProps {
  /** The queue's name: `'research'`. Jobs carry it in a label, so at most 63 characters. @default - the construct's id */
  readonly name?: string;
  /** The `ClusterQueue` with the quota, or its name. Kueue does not allow a change on a live queue. @example 'research' */
  readonly clusterQueue: string | NamedRef;
  /** The namespace whose jobs it admits: `'team-a'`. @default - the chart's */
  readonly namespace?: string;
}

/**
 * The queue that jobs of one namespace name: `queue: Queue.local(queue)`. It points at the quota of a ClusterQueue.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/local_queue/
 */
export class LocalQueue extends Construct {
  readonly name: string;
  /** The LocalQueue. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: LocalQueueProps) {
    super(scope, id);
    const queue = resolveLocalQueue(this.node.path, id, props);
    this.name = queue.name;
    this.resource = customObject(this, 'Resource', localQueueManifest(queue));
    // Kueue accepts a LocalQueue without its ClusterQueue, but admits no job until that exists.
    if (Construct.isConstruct(props.clusterQueue)) this.node.addDependency(props.clusterQueue);
  }
}

interface ResolvedLocalQueue {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly clusterQueue: string;
}

function resolveLocalQueue(where: string, id: string, props: LocalQueueProps): ResolvedLocalQueue {
  validateProps('LocalQueue', where, props);
  return {
    name: checkName('LocalQueue.name', where, props.name ?? id, DNS_SUBDOMAIN, LONGEST_NAMES['kueue.x-k8s.io/LocalQueue'].max),
    namespace: props.namespace,
    clusterQueue: checkName('LocalQueue.clusterQueue', where, nameOf(props.clusterQueue), DNS_SUBDOMAIN),
  };
}

function localQueueManifest({ name, namespace, clusterQueue }: ResolvedLocalQueue): CustomObject {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  return { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'LocalQueue', metadata, spec: { clusterQueue } };
}
