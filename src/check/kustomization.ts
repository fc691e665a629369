import { basename, dirname, join } from 'node:path';
import type { Place } from '../manifest/reader/place';
import { Places } from '../manifest/reader/places';
import { readYaml } from '../manifest/reader/read-yaml';
import { textAt } from '../schema/plain-access';
import { type CheckedObject, checkedObject } from './checked-object';

/** The names under which kustomize looks for its file, in a directory. */
export const KUSTOMIZATION_FILES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Fields that list what is applied: files of objects, and directories with a kustomization of their own. */
const APPLIED: readonly string[] = ['resources', 'bases', 'components'];

/** A file or directory that a kustomization lists. */
export interface ListedPath {
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
  readonly placeOf: (listed: ListedPath) => Place | undefined;
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
  const places = new Places(text);
  const fields = Object.entries(data);
  const other = fields.filter(([field]) => !APPLIED.includes(field)).flatMap(([, value]) => textsIn(value));
  return {
    file,
    object: checkedObject({ ...data, apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }, { file, unseen: true }),
    directory,
    listed: APPLIED.flatMap((field) => listedIn(directory, field, (data as Record<string, unknown>)[field])),
    used: new Set(other.map((text) => join(directory, text))),
    names: (path) => text.split(/[\s"'#,;:()]+/).some((word) => word.replace(/^\.\//, '') === basename(path)),
    placeOf: ({ field, index }) => places.find(0, [field, index]),
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
