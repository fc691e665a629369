import type { Document, ParsedNode, Tags } from 'yaml';
import { faultyDocument, LineStarts, MAX_NESTING, type YamlDocument, type YamlFault } from './yaml-document';

/** As API clients read: `yes` and `0644` mean what they mean in YAML 1.1, times stay text. */
const OPTIONS = {
  version: '1.1',
  prettyErrors: false,
  logLevel: 'error',
  customTags: (tags: Tags) =>
    tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp')),
} as const;

/** What aliases may blow up to: a few lines could mean gigabytes. */
const MAX_ALIASES = 100;

/** The documents of any YAML text, each with its data or with what is wrong with it. */
export function libraryDocuments(text: string): readonly YamlDocument[] {
  const lines = new LineStarts(text);
  try {
    return libraryNodes(text).map((document) => readDocument(text, lines, document));
  } catch (error) {
    // The library calls itself once a level, and ends at the end of the stack.
    if (error instanceof RangeError) return [faultyDocument(tooDeep(text, lines))];
    throw error;
  }
}

/** The documents of a text as the library keeps them: with the place of everything. */
export function libraryNodes(text: string): readonly Document.Parsed<ParsedNode>[] {
  const documents = library().parseAllDocuments(text, OPTIONS);
  return Array.isArray(documents) ? documents : [];
}

/** Loaded only here: most texts are plain, and it takes longer to load than a thousand of them to read. */
function library(): typeof import('yaml') {
  return require('yaml') as typeof import('yaml');
}

function readDocument(text: string, lines: LineStarts, document: Document.Parsed<ParsedNode>): YamlDocument {
  const [error] = document.errors;
  if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) return faultyDocument(tooDeep(text, lines));
  if (error !== undefined) return faultyDocument(wrong(lines, error.pos[0], error.message));
  const key = collectionKey(document);
  if (key !== undefined) return faultyDocument(wrong(lines, key.range[0], 'a map or a list stands where a key belongs', KEY_FIX));
  try {
    const data = document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    if (isTooDeep(data)) return faultyDocument(tooDeep(text, lines));
    return { data, offset: (document.contents as ParsedNode | null)?.range[0] ?? document.range[0] };
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    const { message } = cause as Error;
    return faultyDocument(wrong(lines, aliasOffset(text, message), message));
  }
}

const KEY_FIX = 'write the key in quotes; a template is rendered before it is read';

/** The first key that is a map or a list: no API client reads one, and `{{ .Values.name }}` looks like one. */
function collectionKey(document: Document.Parsed<ParsedNode>): ParsedNode | undefined {
  let found: ParsedNode | undefined;
  library().visit(document, {
    Pair: (_, { key }) => {
      if (!library().isCollection(key)) return undefined;
      found = key as ParsedNode;
      return library().visit.BREAK;
    },
  });
  return found;
}

function wrong(lines: LineStarts, offset: number, message: string, fix = 'fix the YAML'): YamlFault {
  return { code: 'yaml.syntax', place: lines.placeAt(offset), what: message.split('\n')[0] ?? '', fix };
}

/** The library names an alias that leads nowhere, and not its place. */
function aliasOffset(text: string, said: string): number {
  const name = /alias[^:]*: (\S+)$/.exec(said)?.[1];
  return name === undefined ? 0 : Math.max(0, text.indexOf(`*${name}`));
}

function isTooDeep(data: unknown): boolean {
  let layer: unknown[] = [data];
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > MAX_NESTING) return true;
    layer = layer.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

function tooDeep(text: string, lines: LineStarts): YamlFault {
  const { line } = lines.placeAt(deepestOffset(text));
  const what = `lists and maps lie more than ${MAX_NESTING} deep in one another`;
  return { code: 'yaml.depth', place: { line, column: 1 }, what, fix: 'nest less deeply' };
}

/** Where brackets and braces lie deeper in one another than is read, or deepest. */
function deepestOffset(text: string): number {
  let [depth, deepest, at] = [0, 0, 0];
  for (let index = 0; index < text.length && deepest <= MAX_NESTING; index++) {
    const sign = text.charAt(index);
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth > deepest) [deepest, at] = [depth, index];
  }
  return at;
}
