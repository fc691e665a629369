import {
  isAlias,
  isCollection,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type ParsedNode,
  parseAllDocuments,
  type ToJSOptions,
} from 'yaml';
import { textAt } from '../schema/plain-access';
import type { ValuePath } from '../schema/schema-finding';
import type { AnyObject } from '../schema/validate';
import { type CheckedObject, checkedObject } from './checked-object';
import type { Finding, Place } from './finding';
import { plainYaml } from './plain-yaml';

/** More cannot be meant for an API server, which takes at most 3 MB an object. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** A list in a list in a list: enough for any object, and far from the end of the stack. */
const MAX_NESTING = 100;

/** What aliases may blow up to; the reader's own bound on "billion laughs". */
const ALIASES: ToJSOptions = { maxAliasCount: 100 };

/** What a file of manifests came to. */
export interface YamlFile {
  readonly objects: readonly CheckedObject[];
  readonly findings: readonly Finding[];
}

/** Reads a file of manifests as an API client would: YAML 1.1, several documents, lists of objects taken apart. */
export function readYamlFile(file: string, text: string): YamlFile {
  if (text.length > MAX_FILE_BYTES) return { objects: [], findings: [fileFinding(file, tooLarge(text))] };
  const plain = plainYaml(text);
  return plain === undefined ? readWithLibrary(file, text) : documents(file, text, plain);
}

interface Fault {
  readonly code?: string;
  readonly place: Place;
  readonly what: string;
  readonly fix: string;
}

function tooLarge(text: string): Fault {
  const what = `the file has ${Math.round(text.length / 2 ** 20)} MiB, and ${MAX_FILE_BYTES / 2 ** 20} are read`;
  return { code: 'yaml.size', place: { line: 1, column: 1 }, what, fix: 'split it, or take it out of the directory' };
}

/** The library reads nested text by recursion, and ends at the end of the stack. */
function tooDeep(text: string): Fault {
  let [depth, deepest, at] = [0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const sign = text.charCodeAt(index);
    if (sign === 91 || sign === 123) depth += 1;
    else if (sign === 93 || sign === 125) depth -= 1;
    if (depth > deepest) [deepest, at] = [depth, index];
    if (depth > MAX_NESTING) break;
  }
  const line = text.slice(0, at).split('\n').length;
  return {
    code: 'yaml.depth',
    place: { line, column: 1 },
    what: `lists and maps lie more than ${MAX_NESTING} deep in one another`,
    fix: 'nest less deeply',
  };
}

function readWithLibrary(file: string, text: string): YamlFile {
  try {
    const parsed = parseAllDocuments(text, OPTIONS);
    const list = Array.isArray(parsed) ? parsed : [];
    const counter = new LineCounter();
    counter.addNewLine(0);
    for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) counter.addNewLine(index + 1);
    const broken = list.find(({ errors }) => errors.length > 0)?.errors[0];
    if (broken !== undefined) {
      const { line, col } = counter.linePos(Math.min(broken.pos[0], text.length));
      return { objects: [], findings: [fileFinding(file, { place: { line, column: col }, what: message(broken), fix: 'mend the YAML' })] };
    }
    const data = list.map((document) => document.toJS(ALIASES) as unknown);
    if (data.some(isTooDeep)) return { objects: [], findings: [fileFinding(file, tooDeep(text))] };
    return documents(file, text, data);
  } catch (error) {
    if (error instanceof RangeError) return { objects: [], findings: [fileFinding(file, tooDeep(text))] };
    // Too many aliases, or an anchor that is not there.
    return {
      objects: [],
      findings: [fileFinding(file, { place: aliasPlace(text, message(error)), what: message(error), fix: 'mend the YAML' })],
    };
  }
}

/** The library names the alias that leads nowhere, and not its place. */
function aliasPlace(text: string, said: string): Place {
  const name = /alias[^:]*: (\S+)$/.exec(said)?.[1];
  const index = name === undefined ? -1 : text.indexOf(`*${name}`);
  if (index < 0) return { line: 1, column: 1 };
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function isTooDeep(data: unknown): boolean {
  let layer: unknown[] = [data];
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > MAX_NESTING) return true;
    layer = layer.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

/** As API clients read: `yes` and `0644` mean what they mean in YAML 1.1, times stay text. */
const OPTIONS = {
  version: '1.1',
  prettyErrors: false,
  logLevel: 'error',
  customTags: (tags: import('yaml').Tags) =>
    tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp')),
} as const;

function message(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'cannot be read';
}

function fileFinding(file: string, { code = 'yaml.syntax', place, what, fix }: Fault): Finding {
  return { code, severity: 'error', file, place, path: [], what, fix };
}

function documents(file: string, text: string, list: readonly unknown[]): YamlFile {
  const objects: CheckedObject[] = [];
  const findings: Finding[] = [];
  const places = new Places(text);
  for (const [index, data] of list.entries()) {
    if (data === null || data === undefined) continue;
    for (const { value, path } of taken(data)) {
      const placeOf = (below: ValuePath) => places.find(index, [...path, ...below]);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        const place = placeOf([]) ?? { line: 1, column: 1 };
        findings.push(
          fileFinding(file, {
            code: 'yaml.object',
            place,
            what: 'the document is no object of Kubernetes',
            fix: 'give it apiVersion, kind and metadata',
          }),
        );
      } else if (!isClientFile(value as AnyObject)) objects.push(checkedObject(value as AnyObject, { file, placeOf }));
    }
  }
  return { objects, findings };
}

/** Files of tools, which no API server sees: those of kustomize, and objects that are encrypted until they are applied. */
function isClientFile(data: AnyObject): boolean {
  if (textAt(data, 'sops', 'mac') !== undefined) return true;
  return typeof data.apiVersion === 'string' && /^(kustomize\.config\.k8s\.io|config\.kubernetes\.io)\//.test(data.apiVersion);
}

/** The objects of a document: `kind: List` holds several. */
function* taken(data: unknown, path: ValuePath = []): Iterable<{ readonly value: unknown; readonly path: ValuePath }> {
  const { kind, apiVersion, items } = data as Record<string, unknown>;
  if (kind === 'List' && apiVersion === 'v1' && Array.isArray(items))
    for (const [index, item] of items.entries()) yield { value: item, path: [...path, 'items', index] };
  else yield { value: data, path };
}

/** Finds values in a text. The text is read again, with positions, when the first is asked for: most files have no finding. */
export class Places {
  private parsed?: { readonly documents: readonly (ParsedNode | null)[]; readonly counter: LineCounter };

  constructor(private readonly text: string) {}

  find(document: number, path: ValuePath): Place | undefined {
    if (this.parsed === undefined) {
      const counter = new LineCounter();
      const list = parseAllDocuments(this.text, { ...OPTIONS, lineCounter: counter });
      this.parsed = { documents: Array.isArray(list) ? list.map(({ contents }) => contents as ParsedNode | null) : [], counter };
    }
    const offset = offsetOf(this.parsed.documents[document] ?? null, path);
    if (offset === undefined) return undefined;
    const { line, col } = this.parsed.counter.linePos(offset);
    return { line, column: col };
  }
}

/** Where a value stands; for one that is missing, where the nearest thing around it stands. */
function offsetOf(root: Node | null, path: ValuePath): number | undefined {
  let node: Node | null = root;
  let offset = root?.range?.[0];
  for (const key of path) {
    if (isAlias(node) || !isCollection(node)) return offset;
    const pair = node.items.find((item, index) =>
      isPair(item) ? isScalar(item.key) && String(item.key.value) === String(key) : index === key,
    );
    if (pair === undefined) return offset;
    // A field is found by its name, which stands where people look; an item by itself.
    offset = (isPair(pair) ? (pair.key as Node).range?.[0] : (pair as Node).range?.[0]) ?? offset;
    node = (isPair(pair) ? pair.value : pair) as Node | null;
  }
  return offset;
}
