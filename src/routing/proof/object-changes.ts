import type { Manifest } from '../../manifest/manifest';
import { identityKey, identityOf, identityText } from '../../manifest/object-identity';

/** One field that differs. Left out: the side on which it does not exist. */
export interface FieldChange {
  /** JSON pointer: `/spec/rules/0/backendRefs/1/weight`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** One object that differs. */
export interface ObjectChange {
  /** As kubectl names it: `HTTPRoute.gateway.networking.k8s.io models/classifier`. */
  readonly object: string;
  /** `dist/prod/route`. */
  readonly directory: string;
  readonly change: 'created' | 'configured' | 'deleted';
  /** Empty for objects that are created or deleted whole. */
  readonly fields: readonly FieldChange[];
}

/** Objects by the directory that holds them. Objects of two clusters may share a name, never a directory. */
export type ObjectsByDirectory = ReadonlyMap<string, readonly Manifest[]>;

/** What differs between two sets of objects, in the order of directories and names. */
export function objectChanges(before: ObjectsByDirectory, after: ObjectsByDirectory): readonly ObjectChange[] {
  const directories = [...new Set([...before.keys(), ...after.keys()])].sort();
  return directories.flatMap((directory) => directoryChanges(directory, before.get(directory) ?? [], after.get(directory) ?? []));
}

function directoryChanges(directory: string, before: readonly Manifest[], after: readonly Manifest[]): readonly ObjectChange[] {
  const [left, right] = [byIdentity(before), byIdentity(after)];
  const changes = [...new Set([...left.keys(), ...right.keys()])].flatMap((key): readonly ObjectChange[] => {
    const [old, young] = [left.get(key), right.get(key)];
    const object = identityText(identityOf((old ?? young) as Manifest));
    if (old === undefined) return [{ object, directory, change: 'created', fields: [] }];
    if (young === undefined) return [{ object, directory, change: 'deleted', fields: [] }];
    const fields = fieldChanges(old, young);
    return fields.length === 0 ? [] : [{ object, directory, change: 'configured', fields }];
  });
  return changes.sort((one, other) => (one.object < other.object ? -1 : 1));
}

function byIdentity(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  return new Map(manifests.map((manifest) => [identityKey(identityOf(manifest)), manifest]));
}

/** The deepest fields that differ. */
export function fieldChanges(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (before === after) return [];
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) return [change(path, before, after)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => fieldChanges(before[key], after[key], `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`));
}

function change(path: string, before: unknown, after: unknown): FieldChange {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
