import type { Finding } from '../base/finding';
import type { ValuePath } from '../base/value-path';
import type { Manifest } from './manifest';
import { readYaml } from './reader/read-yaml';
import { SourcePositions } from './reader/source-positions';

/** A manifest and its position. */
export interface FoundManifest {
  readonly manifest: Manifest;
  readonly file: string;
  /** The line of its first key. */
  readonly line: number;
}

/** What a text holds. */
export interface ManifestText {
  readonly manifests: readonly FoundManifest[];
  /** Documents that cannot be read. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a stream of YAML documents, ours or not. Documents that are no objects of Kubernetes are left out; the items of a `List` are taken one
 * by one; fields that are null are as good as missing, as they are to an API server.
 */
export function manifestsOf(file: string, text: string): ManifestText {
  const places = new SourcePositions(text);
  const manifests: FoundManifest[] = [];
  const findings: Finding[] = [];
  for (const [index, { data, fault }] of readYaml(text, file).entries()) {
    if (fault !== undefined) findings.push(fault);
    for (const { value, path } of listedValues(data)) {
      if (isManifest(value)) manifests.push({ manifest: withoutNulls(value), file, line: places.find(index, path)?.line ?? 1 });
    }
  }
  return { manifests, findings };
}

/** Configuration of tools looks like an object and has no name. */
function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Readonly<Record<string, unknown>>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata !== 'object' || metadata === null) return false;
  const { name } = metadata as Readonly<Record<string, unknown>>;
  return typeof name === 'string' && name !== '';
}

function withoutNulls<Data>(value: Data): Data {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls) as Data;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([key, field]) => [key, withoutNulls(field)])) as Data;
}

/** A value that may be an object of Kubernetes, and the way to it in its document. */
interface ListedValue {
  readonly value: unknown;
  readonly path: ValuePath;
}

/** What a document holds: itself, or the items of a `kind: List`, one by one. */
export function* listedValues(data: unknown, path: ValuePath = []): Iterable<ListedValue> {
  if (typeof data !== 'object' || data === null || !isList(data)) yield { value: data, path };
  else for (const [index, item] of data.items.entries()) yield* listedValues(item, [...path, 'items', index]);
}

function isList(data: object): data is { readonly items: readonly unknown[] } {
  const { kind, apiVersion, items } = data as Readonly<Record<string, unknown>>;
  return kind === 'List' && apiVersion === 'v1' && Array.isArray(items);
}
