import { compareText } from './key-order';
import type { Manifest } from './manifest';

/**
 * What makes an object the same object to an API server. The version is no part of it: `autoscaling/v1` and
 * `autoscaling/v2` show one and the same HorizontalPodAutoscaler.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export interface ObjectIdentity {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Left out for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

/** The identity of a manifest. Refuses one without apiVersion, kind or name. */
export function identityOf(manifest: Manifest): ObjectIdentity {
  const { apiVersion, kind } = manifest;
  const name = manifest.metadata?.name;
  const namespace = manifest.metadata?.namespace;
  for (const [field, value] of Object.entries({ apiVersion, kind, 'metadata.name': name })) {
    if (typeof value !== 'string' || value === '')
      throw new Error(`a manifest without ${field}: ${JSON.stringify({ apiVersion, kind, name })}`);
  }
  const slash = apiVersion.lastIndexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return namespace === undefined || namespace === '' ? { group, kind, name } : { group, kind, namespace, name };
}

/** A text that is equal for two identities exactly when they are equal. */
export function identityKey(identity: ObjectIdentity): string {
  return [identity.group, identity.kind, identity.namespace ?? '', identity.name].map(escapeSlash).join('/');
}

/** For people, in kubectl's notation: `Deployment.apps scoring/scorer`. */
export function identityText(identity: ObjectIdentity): string {
  const kind = identity.group === '' ? identity.kind : `${identity.kind}.${identity.group}`;
  return identity.namespace === undefined ? `${kind} ${identity.name}` : `${kind} ${identity.namespace}/${identity.name}`;
}

/** By group, kind, namespace and name, each in code-point order. */
export function compareIdentities(left: ObjectIdentity, right: ObjectIdentity): number {
  return (
    compareText(left.group, right.group) ||
    compareText(left.kind, right.kind) ||
    compareText(left.namespace ?? '', right.namespace ?? '') ||
    compareText(left.name, right.name)
  );
}

/** Kubernetes allows neither `/` nor `%` in a name; the key must hold for a name that it would refuse as well. */
function escapeSlash(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2f');
}
