import type { Document, ParsedNode, Tags } from 'yaml';
import { type Finding, fileFinding, type SourcePosition } from '../../base/finding';
import { faultyDocument, LineStarts, MAX_NESTING, type YamlDocument } from './yaml-document';

/** As API clients read: `yes` and `0644` mean what they mean in YAML 1.1, times stay text. */
const OPTIONS = {
  version: '1.1',
  prettyErrors: false,
  logLevel: 'error',
  customTags: (tags: Tags) =>
    tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp')),
} as const;

/** How far aliases may expand: a few lines could mean gigabytes. */
const MAX_ALIASES = 100;

interface Source {
  readonly file: string;
  readonly text: string;
  readonly lines: LineStarts;
}

/** The documents of any YAML text, each with its data or the reason why it cannot be read. */
export function libraryDocuments(text: string, file = ''): readonly YamlDocument[] {
  const source: Source = { file, text, lines: new LineStarts(text) };
  try {
    return libraryNodes(text).map((document) => readDocument(source, document));
  } catch (error) {
    // The library recurses once per level and overflows the stack.
    if (error instanceof RangeError) return [faultyDocument(tooDeep(source))];
    throw error;
  }
}

/** The documents of a text as nodes of the library, with the position of everything. */
export function libraryNodes(text: string): readonly Document.Parsed<ParsedNode>[] {
  const documents = library().parseAllDocuments(text, OPTIONS);
  return Array.isArray(documents) ? documents : [];
}

/** Loaded on demand: most texts are plain, and loading it takes longer than reading a thousand of them. */
function library(): typeof import('yaml') {
  return require('yaml') as typeof import('yaml');
}

function readDocument(source: Source, document: Document.Parsed<ParsedNode>): YamlDocument {
  const [error] = document.errors;
  if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) return faultyDocument(tooDeep(source));
  if (error !== undefined) return faultyDocument(syntaxFault(source, error.pos[0], error.message));
  const key = collectionKey(document);
  if (key !== undefined) return faultyDocument(syntaxFault(source, key.range[0], 'a key must be a scalar, got a map or a list', KEY_FIX));
  try {
    const data = document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    if (isTooDeep(data)) return faultyDocument(tooDeep(source));
    return { data, offset: (document.contents as ParsedNode | null)?.range[0] ?? document.range[0] };
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    const { message } = cause as Error;
    return faultyDocument(syntaxFault(source, aliasOffset(source.text, message), message));
  }
}

const KEY_FIX = 'quote the key; render templates before checking them';

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

function syntaxFault({ file, lines }: Source, offset: number, message: string, fix = 'fix the YAML syntax'): Finding {
  return fileFinding(file, lines.positionAt(offset), { code: 'yaml.syntax', what: message.split('\n')[0] ?? '', fix });
}

/** The library names an undefined alias without its position. */
function aliasOffset(text: string, message: string): number {
  const name = /alias[^:]*: (\S+)$/.exec(message)?.[1];
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

function tooDeep({ file, text, lines }: Source): Finding {
  const position: SourcePosition = { line: lines.positionAt(deepestOffset(text)).line, column: 1 };
  return fileFinding(file, position, { code: 'yaml.depth', what: `nesting is deeper than ${MAX_NESTING} levels`, fix: 'nest less deeply' });
}

/** Where brackets and braces exceed the limit, or are nested deepest. */
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
