import type { Finding, FindingSubject } from '../../base/finding';
import { manifestTitle } from '../../manifest/object-identity';
import { textAt } from '../../schema/plain-access';
import { groupKindOf } from '../../schema/pod-template';
import type { AnyObject } from '../../schema/validate-object';

/** One object to check, as data, and where to find it. */
export interface CheckedObject extends FindingSubject {
  /** The object as plain data. */
  readonly manifest: AnyObject;
  /** `apps/Deployment`; `/Service` for the core group. */
  readonly groupKind: string;
  /** Its `metadata.name`. */
  readonly name: string;
  /** Its namespace. @default - cluster-scoped, or without one */
  readonly namespace?: string;
  /** Objects refer only to objects of the same cluster. Empty when the cluster is unknown. */
  readonly cluster: string;
  /** The oldest Kubernetes of that cluster: `1.34`. @default - unknown */
  readonly kubernetes?: string;
  /** No API server sees it in this form: it is encrypted, or a file for kustomize. It is not checked; rules find it in the context. */
  readonly unseen?: boolean;
}

/** What is known of an object besides its data. */
type ObjectOrigin = Pick<CheckedObject, 'construct' | 'madeAt' | 'file' | 'kubernetes' | 'positionOf' | 'unseen'> & {
  readonly cluster?: string;
};

/** Data of an object, with as much of its identity as it states. */
export function checkedObject(manifest: AnyObject, origin: ObjectOrigin): CheckedObject {
  // Field by field: a spread would cost as much as all the rest.
  const { cluster = '', kubernetes, construct, madeAt, file, positionOf, unseen } = origin;
  return {
    cluster,
    kubernetes,
    construct,
    madeAt,
    file,
    positionOf,
    unseen,
    manifest,
    groupKind: groupKindOf(textAt(manifest, 'apiVersion') ?? '', textAt(manifest, 'kind') ?? ''),
    name: textAt(manifest, 'metadata', 'name') ?? '',
    namespace: textAt(manifest, 'metadata', 'namespace') || undefined,
  };
}

/** `Deployment.apps scoring/scorer`. */
export function objectTitle({ manifest }: Pick<CheckedObject, 'manifest'>): string {
  return manifestTitle(manifest);
}

/** A finding in an object. */
export function objectFinding(object: CheckedObject, finding: Omit<Finding, 'where' | 'subject'>): Finding {
  return { ...finding, where: objectTitle(object), subject: object };
}
