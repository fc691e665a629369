import type { ApiObject } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { isClusterScoped } from '../kube/cluster-scoped';
import { valueComments } from '../kube/delivery/value-comment';
import type { Manifest, ValueComment } from '../manifest/manifest';
import { identityOf, type ObjectIdentity } from '../manifest/object-identity';
import { plainData } from './plain-data';
import { refuseUnwritable, unwritable } from './writable';

/** One API object as plain data, with where it came from. */
export interface RenderedObject {
  readonly manifest: Manifest;
  readonly identity: ObjectIdentity;
  /** The cluster it is for, where identities are unique. Empty for charts outside of every environment. */
  readonly cluster: string;
  /** The oldest Kubernetes of that cluster, as its environment says: `1.34`. @default - unknown */
  readonly kubernetes?: string;
  /** The construct that made it; its path is `prod/scoring/scorer/Deployment`. */
  readonly construct: ApiObject;
  readonly comments?: readonly ValueComment[];
}

/** Turns an API object into plain data that can be written without loss. */
export function renderObject(construct: ApiObject, place: Pick<RenderedObject, 'cluster' | 'kubernetes'>): RenderedObject {
  const manifest = plainManifest(construct);
  const identity = identityOf(manifest);
  refuseUnwritable(construct, identity, manifest);
  return { manifest, identity, ...place, construct, comments: valueComments(construct) };
}

function plainManifest(construct: ApiObject): Manifest {
  const data = dataOf(construct);
  if (typeof data.metadata?.name !== 'string' || data.metadata.name === '' || !data.kind || !data.apiVersion) {
    const fix = 'give it apiVersion, kind and metadata.name';
    throw new ConfigError('render.identity', { where: construct.node.path, what: 'the object has no apiVersion, kind or name', fix });
  }
  // cdk8s gives the chart's namespace to every object, also to those that stand outside of namespaces.
  if (data.metadata.namespace === undefined || !isClusterScoped(data.apiVersion, data.kind)) return data;
  const { namespace: _, ...metadata } = data.metadata;
  return { ...data, metadata: metadata as Manifest['metadata'] };
}

function dataOf(construct: ApiObject): Manifest {
  try {
    return plainData(construct) as unknown as Manifest;
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/^Failed serializing construct at path '.*?' with name '.*?': /, '') : String(cause);
    throw unwritable(construct, reason, cause);
  }
}
