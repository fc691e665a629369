import { type Document, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest';

/** A manifest, and where it stands. */
export interface FoundManifest {
  readonly manifest: Manifest;
  readonly file: string;
  /** The line of its first key. */
  readonly line: number;
}

/** A place in a file that cannot be read as manifests. */
export interface TextProblem {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** What a text holds. */
export interface ManifestText {
  readonly manifests: readonly FoundManifest[];
  readonly problems: readonly TextProblem[];
}

/** Aliases are written out where they are used; a few lines could mean gigabytes. */
const MAX_ALIASES = 100;

/**
 * Reads a stream of YAML documents, ours or not. Documents that are no objects of Kubernetes are left out; the items of a `List` are taken one
 * by one; fields that are null are as good as missing, as they are to an API server.
 */
export function manifestsOf(file: string, text: string): ManifestText {
  const lines = new LineCounter();
  const manifests: FoundManifest[] = [];
  const problems: TextProblem[] = [];
  for (const document of documentsOf(text, lines)) {
    const [error] = document.errors;
    const contents = document.contents as Node | null;
    const { line } = lines.linePos(error?.pos[0] ?? contents?.range?.[0] ?? 0);
    try {
      if (error !== undefined) throw error;
      for (const manifest of objectsIn(withoutNulls(document.toJS({ maxAliasCount: MAX_ALIASES }))))
        manifests.push({ manifest, file, line });
    } catch (problem) {
      problems.push({ file, line: line || 1, what: (problem as Error).message });
    }
  }
  return { manifests, problems };
}

function documentsOf(text: string, lines: LineCounter): readonly Pick<Document, 'errors' | 'contents' | 'toJS'>[] {
  try {
    return parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  } catch (cause) {
    // The parser calls itself once a level.
    if (!(cause instanceof RangeError)) throw cause;
    const fail = (): never => {
      throw new Error('is nested too deeply', { cause });
    };
    return [{ errors: [], contents: null, toJS: fail }];
  }
}

function objectsIn(value: unknown): readonly Manifest[] {
  if (typeof value !== 'object' || value === null) return [];
  const { apiVersion, kind, metadata, items } = value as Record<string, unknown>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return [];
  if (kind === 'List' && Array.isArray(items)) return items.flatMap(objectsIn);
  const { name } = (typeof metadata === 'object' ? metadata : {}) as { name?: unknown };
  if (typeof name === 'string' && name !== '') return [value as Manifest];
  // Configuration of tools looks like an object and has no name.
  return [];
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([key, field]) => [key, withoutNulls(field)]));
}
