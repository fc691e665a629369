import { basename, dirname, join, normalize } from 'node:path';
import type { Finding, SourcePosition } from '../../base/finding';
import { readYaml } from '../../manifest/reader/read-yaml';
import { SourcePositions } from '../../manifest/reader/source-positions';
import { textAt } from '../../schema/plain-access';
import { accepts } from '../index/acceptances';
import { type CheckedObject, checkedObject } from '../index/checked-object';

/** The names under which kustomize looks for its file, in a directory. */
export const KUSTOMIZATION_FILES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Fields that list what is applied: files of objects, and directories with a kustomization of their own. */
const APPLIED: readonly string[] = ['resources', 'bases', 'components'];

/** A file or directory that a kustomization lists. */
interface ListedPath {
  /** As it stands in the list. */
  readonly entry: string;
  readonly field: string;
  readonly index: number;
  /** From where the check runs; undefined for what may stand on another machine. */
  readonly path?: string;
}

/** What kustomize is told to do in a directory. */
export interface Kustomization {
  readonly file: string;
  /** As rules find it: no API server sees it, and what it makes is there. */
  readonly object: CheckedObject;
  readonly directory: string;
  readonly listed: readonly ListedPath[];
  /** Paths of what it reads without applying it as it is: patches, generators, their files, values. */
  readonly used: ReadonlySet<string>;
  /** Whether its text names a file, be it in a comment. */
  readonly names: (file: string) => boolean;
  readonly positionOf: (listed: ListedPath) => SourcePosition | undefined;
}

/** Whether a path is one of those names. */
export function isKustomizationFile(path: string): boolean {
  return KUSTOMIZATION_FILES.includes(basename(path));
}

/** Reads a kustomization; undefined for a text that is none, or cannot be read. */
export function readKustomization(file: string, text: string): Kustomization | undefined {
  const data = readYaml(text)[0]?.data;
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !isKustomize(data)) return undefined;
  const directory = dirname(file);
  const positions = new SourcePositions(text);
  const fields = Object.entries(data);
  const other = fields.filter(([field]) => !APPLIED.includes(field)).flatMap(([, value]) => textsIn(value));
  return {
    file,
    object: checkedObject({ ...data, apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }, { file, unseen: true }),
    directory,
    listed: APPLIED.flatMap((field) => listedIn(directory, field, (data as Record<string, unknown>)[field])),
    used: new Set(other.map((text) => join(directory, text))),
    names: (path) => text.split(/[\s"'#,;:()]+/).some((word) => word.replace(/^\.\//, '') === basename(path)),
    positionOf: ({ field, index }) => positions.find(0, [field, index]),
  };
}

/** Flux has a Kustomization too, which people keep in files of the same name. Kustomize asks for neither kind nor version. */
function isKustomize(data: object): boolean {
  const version = textAt(data, 'apiVersion');
  return version === undefined || version.startsWith('kustomize.config.k8s.io/');
}

function listedIn(directory: string, field: string, value: unknown): readonly ListedPath[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown, index) =>
    typeof entry === 'string' ? [{ entry, field, index, path: isLocal(entry) ? join(directory, entry) : undefined }] : [],
  );
}

/** What cannot be an address: `base`, `../base` and `base.yaml`; `github.com/acme/base` can. */
function isLocal(entry: string): boolean {
  if (/[:?\n]/.test(entry)) return false;
  const [first = '', ...rest] = entry.split('/');
  return rest.length === 0 || !first.includes('.') || first === '.' || first === '..';
}

/** Every text in a value that may be a path: `config.yaml`, and what stands behind a key, `app.yaml=config.yaml`. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes('\n') ? [] : [value, value.slice(value.indexOf('=') + 1)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** What stands at a path, for kustomize. */
export type FoundPath = 'file' | 'kustomization' | 'directory' | 'nothing';

/** A file that was read, with its objects. */
interface ObjectFile {
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
    const { file } = kustomization;
    const subject = { file, positionOf: () => kustomization.positionOf(listed) };
    const fix = 'fix the path, or remove it from the list';
    const path = [listed.field, listed.index];
    return [{ code: 'kustomization.missing', severity: 'error', where: file, path, what, fix, source: SOURCE, subject }];
  });
}

function missingText({ entry, path }: ListedPath, look: (path: string) => FoundPath): string | undefined {
  const found = path === undefined ? 'file' : look(path);
  if (found === 'nothing') return `${JSON.stringify(entry)} not found`;
  return found === 'directory' ? `${JSON.stringify(entry)} is a directory without a kustomization.yaml` : undefined;
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
        where: file,
        subject: { file, positionOf: () => ({ line: 1, column: 1 }) },
        what: `is not listed in ${kustomization.file}, so nothing applies it`,
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
