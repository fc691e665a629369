import { createHash } from 'node:crypto';
import { identityKey, type ObjectIdentity } from './object-identity';

/**
 * What a render gives: directories and the text of the files in each.
 *
 * Directory names are relative to the output directory with `/` between parts (`prod/scoring`); file names have no `/`.
 * A directory is the unit of ownership: it has one inventory, and one FluxKustomization or ArgoApplication applies it.
 */
export type FileTree = ReadonlyMap<string, FileTreeDirectory>;

/** File name to the file's whole text. */
export type FileTreeDirectory = ReadonlyMap<string, string>;

/**
 * File systems stop at 255 bytes, and `.yaml` and a temporary suffix want room. A cut name is longer than this bound,
 * an uncut one is not: so the two never meet.
 */
const MAX_STEM = 200;

/**
 * The file that holds an object: `scoring_deployment.apps_scorer.yaml`, `namespace_scoring.yaml`.
 *
 * `[<namespace>_]<kind>[.<group>]_<name>.yaml`, in lower case as kubectl writes kinds, without the core group. It depends on
 * nothing but the identity, and differs for different identities (kinds of one group that differ only in case do not exist:
 * the API server refuses a second one). The rule for names:
 * - RBAC names may hold any character but `/` and `%`, and upper case clashes on the file systems of macOS and Windows,
 *   so everything outside [a-z0-9.-] is percent-encoded: `system:node` gives `system%3anode`.
 * - `_` is encoded too, which keeps the parts apart.
 * - Names reserved by Windows (`con`, `nul`), a leading dot and `kustomization.yaml` cannot occur: the kind and a `_` are always there.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#path-segment-names
 */
export function objectFileName(identity: ObjectIdentity): string {
  const { group, kind, namespace, name } = identity;
  if (kind === '' || name === '') throw new Error(`no file name for an object without a kind or a name: ${identityKey(identity)}`);
  const type = group === '' ? label(kind.toLowerCase()) : `${label(kind.toLowerCase())}.${encoded(group)}`;
  const stem = namespace === undefined ? `${type}_${encoded(name)}` : `${label(namespace)}_${type}_${encoded(name)}`;
  return `${stem.length <= MAX_STEM ? stem : cut(stem, identity)}.yaml`;
}

/** Keeps the readable front. The hash is of the whole identity. */
function cut(stem: string, identity: ObjectIdentity): string {
  const hash = createHash('sha256').update(identityKey(identity)).digest('hex').slice(0, 16);
  return `${stem.slice(0, MAX_STEM)}-${hash}`;
}

/** Kinds and namespaces have no dot: the first dot of a type starts its group. */
function label(part: string): string {
  return encoded(part).replaceAll('.', '%2e');
}

function encoded(part: string): string {
  return part.replace(/[^a-z0-9.-]/gu, (character) => {
    return [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  });
}
