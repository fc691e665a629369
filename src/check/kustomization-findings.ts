import { dirname, normalize } from 'node:path';
import { textAt } from '../schema/plain-access';
import { accepts } from './accepted';
import type { CheckedObject } from './checked-object';
import type { Finding } from './finding';
import type { Kustomization, ListedPath } from './kustomization';

/** What stands at a path, for kustomize. */
export type FoundPath = 'file' | 'kustomization' | 'directory' | 'nothing';

/** A file that was read, with its objects. */
export interface ObjectFile {
  readonly file: string;
  readonly objects: readonly CheckedObject[];
}

const SOURCE = 'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/';

/** What kustomizations list and do not list, as far as that is certain: entries that may be addresses are left alone. */
export function kustomizationFindings(
  kustomizations: readonly Kustomization[],
  files: readonly ObjectFile[],
  look: (path: string) => FoundPath,
): readonly Finding[] {
  return [...kustomizations.flatMap((each) => missing(each, look)), ...unlisted(kustomizations, files)];
}

/** Kustomize stops at the first: nothing of the directory is applied. */
function missing(kustomization: Kustomization, look: (path: string) => FoundPath): readonly Finding[] {
  return kustomization.listed.flatMap((listed) => {
    const what = missingText(listed, look);
    if (what === undefined) return [];
    const { file, placeOf } = kustomization;
    const fix = 'fix the path, or take it out of the list';
    const path = [listed.field, listed.index];
    return [{ code: 'kustomization.missing', severity: 'error', file, place: placeOf(listed), path, what, fix, source: SOURCE }];
  });
}

function missingText({ entry, path }: ListedPath, look: (path: string) => FoundPath): string | undefined {
  const found = path === undefined ? 'file' : look(path);
  if (found === 'nothing') return `is ${JSON.stringify(entry)}, which is not there`;
  return found === 'directory' ? `is ${JSON.stringify(entry)}, a directory without a kustomization.yaml` : undefined;
}

/**
 * Files beside a kustomization that no kustomization refers to. Those in directories below are left alone: a tool may apply a directory by itself.
 * A file that a comment names was left out on purpose.
 */
function unlisted(kustomizations: readonly Kustomization[], files: readonly ObjectFile[]): readonly Finding[] {
  const beside = new Map(kustomizations.map((each) => [each.directory, each]));
  const known = new Set(kustomizations.flatMap(({ listed, used }) => [...listed.flatMap(({ path }) => path ?? []), ...used]));
  return files.flatMap(({ file, objects }) => {
    const kustomization = beside.get(dirname(file));
    if (kustomization === undefined || known.has(normalize(file)) || kustomization.names(file)) return [];
    const applied = objects.filter(isObject);
    if (applied.length === 0 || applied.every((object) => accepts(object, 'kustomization.unlisted'))) return [];
    return [
      {
        code: 'kustomization.unlisted',
        severity: 'warning',
        file,
        place: { line: 1, column: 1 },
        path: [],
        what: `${kustomization.file} does not list it, so that nothing applies it`,
        fix: 'list it under resources, or delete it',
        source: SOURCE,
      },
    ];
  });
}

/** Other tools write files of this form too, without a name. */
function isObject({ manifest, name }: CheckedObject): boolean {
  return name !== '' && textAt(manifest, 'kind') !== undefined && textAt(manifest, 'apiVersion') !== undefined;
}
