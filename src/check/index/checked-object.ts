import { identityText, type ObjectIdentity } from '../../manifest/object-identity';
import type { Place } from '../../manifest/reader/yaml-document';
import { textAt } from '../../schema/plain-access';
import { groupKindOf } from '../../schema/pod-template';
import type { ValuePath } from '../../schema/schema-finding';
import type { AnyObject } from '../../schema/validate-object';
import type { SourcePlace } from '../finding';

/** One object to check: as data, and where people find it. */
export interface CheckedObject {
  /** The object as plain data. */
  readonly manifest: AnyObject;
  /** `apps/Deployment`; `/Service` for the core group. */
  readonly groupKind: string;
  /** Its `metadata.name`. */
  readonly name: string;
  /** Its namespace. @default - cluster-scoped, or without one */
  readonly namespace?: string;
  /** Objects of one cluster meet; empty where nobody said which cluster. */
  readonly cluster: string;
  /** The oldest Kubernetes of that cluster: `1.34`. @default - unknown */
  readonly kubernetes?: string;
  /** The path of the construct that made it. */
  readonly construct?: string;
  /** The line of source that made the construct, then those that made the constructs around it, when they are known. */
  readonly madeAt?: () => readonly SourcePlace[];
  /** The file that holds it. @default - rendered in memory */
  readonly file?: string;
  /** No API server sees it as it is: it is encrypted, or a file of kustomize. Nothing is said of it; rules find it in the world. */
  readonly unseen?: boolean;
  /** Where a value stands in the file; found when asked for. */
  readonly placeOf?: (path: ValuePath) => Place | undefined;
}

/** What is known of an object besides its data. */
type ObjectOrigin = Pick<CheckedObject, 'construct' | 'madeAt' | 'file' | 'kubernetes' | 'placeOf' | 'unseen'> & {
  readonly cluster?: string;
};

/** Data that claims to be an object, with its identity as far as it can be read. */
export function checkedObject(manifest: AnyObject, origin: ObjectOrigin): CheckedObject {
  // Field by field: a spread would cost as much as all the rest.
  const { cluster = '', kubernetes, construct, madeAt, file, placeOf, unseen } = origin;
  return {
    cluster,
    kubernetes,
    construct,
    madeAt,
    file,
    placeOf,
    unseen,
    manifest,
    groupKind: groupKindOf(textAt(manifest, 'apiVersion') ?? '', textAt(manifest, 'kind') ?? ''),
    name: textAt(manifest, 'metadata', 'name') ?? '',
    namespace: textAt(manifest, 'metadata', 'namespace') || undefined,
  };
}

/** For people: `Deployment.apps scoring/scorer`. */
export function objectTitle({ groupKind, name, namespace }: Pick<CheckedObject, 'groupKind' | 'name' | 'namespace'>): string {
  const slash = groupKind.indexOf('/');
  const identity: ObjectIdentity = {
    group: groupKind.slice(0, slash),
    kind: groupKind.slice(slash + 1) || 'object',
    namespace,
    name: name || '(no name)',
  };
  return identityText(identity);
}
