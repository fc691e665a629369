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
  if (!isText(apiVersion) || !isText(kind) || !isText(name)) throw incomplete(apiVersion, kind, name);
  const slash = apiVersion.lastIndexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return namespace === undefined || namespace === '' ? { group, kind, name } : { group, kind, namespace, name };
}

/** A text that is equal for two identities exactly when they are equal. */
export function identityKey(identity: ObjectIdentity): string {
  return JSON.stringify([identity.group, identity.kind, identity.namespace ?? '', identity.name]);
}

/** For people, in kubectl's notation: `Deployment.apps scoring/scorer`. */
export function identityText(identity: ObjectIdentity): string {
  const kind = identity.group === '' ? identity.kind : `${identity.kind}.${identity.group}`;
  return identity.namespace === undefined ? `${kind} ${identity.name}` : `${kind} ${identity.namespace}/${identity.name}`;
}

/** The same for data that may lack parts of its identity. */
export function manifestTitle({ apiVersion, kind, metadata }: Readonly<Record<string, unknown>>): string {
  const { name, namespace } = (typeof metadata === 'object' && metadata !== null ? metadata : {}) as Readonly<Record<string, unknown>>;
  const version = isText(apiVersion) ? apiVersion : '';
  return identityText({
    group: version.slice(0, Math.max(0, version.indexOf('/'))),
    kind: isText(kind) ? kind : 'object',
    namespace: isText(namespace) ? namespace : undefined,
    name: isText(name) ? name : '(no name)',
  });
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

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function incomplete(apiVersion: unknown, kind: unknown, name: unknown): Error {
  const missing = Object.entries({ apiVersion, kind, 'metadata.name': name }).find(([, value]) => !isText(value));
  return new Error(`a manifest without ${missing?.[0]}: ${JSON.stringify({ apiVersion, kind, name })}`);
}
