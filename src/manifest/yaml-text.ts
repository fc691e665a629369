import { orderedKeys } from './key-order';
import type { ValueComment } from './manifest';
import { blockText, type Scalar, scalarText } from './yaml-scalar';

/** Kubernetes stops at 10,000 levels, PyYAML near 300; a real object has a dozen. */
const MAX_DEPTH = 200;

/**
 * A longer key takes the explicit form, `? key` and `: value` on lines of their own: readers look for the `:` of a simple key
 * no further than 1,024 characters, and kyaml writes simple keys only up to this length.
 * @see https://yaml.org/spec/1.2.2/#82-block-collection-styles
 */
const MAX_SIMPLE_KEY = 128;

const INDENTS: readonly string[] = Array.from({ length: MAX_DEPTH + 1 }, (_, level) => '  '.repeat(level));

/** What the walk carries: where it stands, for messages, and which comments found their value. */
interface Walk {
  readonly root: unknown;
  readonly path: (string | number)[];
  readonly written: Set<CommentNode>;
}

/**
 * One YAML document, in block style with two spaces and list items indented under their key, ending with a newline.
 *
 * Indented lists (`args:` and `  - x` below it) are what kyaml keeps with PreserveSeqIndent, so an image update by Flux
 * changes one line; they also show where a list ends. Undefined is left out of maps, as in JSON, and refused in lists.
 * Whatever is not plain data is refused with the path to it: an object of a class, a function, a cycle.
 *
 * @see https://fluxcd.io/flux/guides/image-update/#configure-image-update-for-custom-resources for the comments
 */
export function yamlDocument(value: unknown, comments: readonly ValueComment[] = []): string {
  const walk: Walk = { root: value, path: [], written: new Set() };
  const tree = comments.length === 0 ? undefined : commentTree(comments);
  const text = isContainer(value)
    ? containerText(walk, value, 0, '', undefined, tree) || `${emptyText(value)}\n`
    : `${lineText(walk, value, tree)}\n`;
  if (tree !== undefined) refuseLostComment(comments, tree, walk.written);
  // Reading a character makes V8 join the pieces; kept as pieces, thousands of documents cost more in garbage collection than in writing.
  text.charCodeAt(0);
  return text;
}

/** Several documents in one file. */
export function yamlStream(documents: readonly string[]): string {
  return documents.join('---\n');
}

/** The entries of a map or list; empty when there are none. The first entry starts with `lead`, the others with the level's indentation. */
function containerText(walk: Walk, value: object, level: number, lead: string, parent: string | undefined, comments?: CommentNode): string {
  const indent = INDENTS[level];
  if (indent === undefined) throw tooDeep(walk);
  return Array.isArray(value)
    ? listText(walk, value, level, lead, indent, comments)
    : mapText(walk, value as Record<string, unknown>, level, lead, indent, parent, comments);
}

function mapText(
  walk: Walk,
  map: Readonly<Record<string, unknown>>,
  level: number,
  lead: string,
  indent: string,
  parent: string | undefined,
  comments: CommentNode | undefined,
): string {
  if (!isPlainObject(map)) throw refusal(walk, `an object of class ${map.constructor?.name} is not plain data`);
  let text = '';
  for (const key of orderedKeys(map, parent)) {
    const value = map[key];
    if (value === undefined) continue;
    walk.path.push(key);
    const isLong = key.length > MAX_SIMPLE_KEY;
    const written = isLong ? `? ${checked(walk, key)}\n${indent}` : checked(walk, key);
    const parentOfValue = isLong ? undefined : key;
    text += `${text === '' ? lead : indent}${written}:${valueText(walk, value, level + 1, parentOfValue, comments?.children.get(key))}`;
    walk.path.pop();
  }
  return text;
}

function listText(walk: Walk, list: readonly unknown[], level: number, lead: string, indent: string, comments?: CommentNode): string {
  let text = '';
  for (let position = 0; position < list.length; position += 1) {
    walk.path.push(position);
    text += `${position === 0 ? lead : indent}-${valueText(walk, list[position], level + 1, undefined, comments?.children.get(position))}`;
    walk.path.pop();
  }
  return text;
}

/** What follows `key:` or `-`, to the end of the value's last line. A map or list goes below its key, but beside a dash (no key). */
function valueText(walk: Walk, value: unknown, level: number, key: string | undefined, comment: CommentNode | undefined): string {
  if (isContainer(value)) {
    const lead = key === undefined ? '' : INDENTS[level];
    const entries = containerText(walk, value, level, lead ?? '', key, comment);
    if (entries === '') return ` ${emptyText(value)}\n`;
    return key === undefined ? ` ${entries}` : `\n${entries}`;
  }
  if (typeof value === 'string' && comment === undefined) {
    const block = blockText(value, INDENTS[level] ?? '');
    if (block !== undefined) return ` ${block}`;
  }
  return ` ${lineText(walk, value, comment)}\n`;
}

function lineText(walk: Walk, value: unknown, comment: CommentNode | undefined): string {
  const text = checked(walk, value);
  if (comment?.text === undefined) return text;
  walk.written.add(comment);
  return `${text} # ${comment.text}`;
}

function checked(walk: Walk, value: unknown): string {
  if (!isScalar(value)) throw refusal(walk, `${typeof value} is not plain data`);
  try {
    return scalarText(value);
  } catch (cause) {
    throw refusal(walk, (cause as Error).message, cause);
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** By shape, not by identity: data parsed in another realm (a worker, a test's sandbox) has another Object.prototype. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function emptyText(value: object): string {
  return Array.isArray(value) ? '[]' : '{}';
}

function refusal(walk: Walk, what: string, cause?: unknown): Error {
  return new Error(`${jsonPointer(walk.path)}: ${what}`, { cause });
}

function tooDeep(walk: Walk): Error {
  const seen = new Set<unknown>();
  let value = walk.root;
  for (const [depth, part] of walk.path.entries()) {
    if (seen.has(value)) return new Error(`${jsonPointer(walk.path.slice(0, depth))}: the value contains itself`);
    seen.add(value);
    value = (value as Record<string | number, unknown>)[part];
  }
  return refusal(walk, `nested deeper than ${MAX_DEPTH} levels`);
}

function refuseLostComment(comments: readonly ValueComment[], tree: CommentNode, written: ReadonlySet<CommentNode>): void {
  for (const { path } of comments) {
    const node = path.reduce<CommentNode | undefined>((parent, part) => parent?.children.get(part), tree);
    if (node === undefined || !written.has(node)) {
      throw new Error(`comment at ${jsonPointer(path)}: the path does not lead to a value that stands on one line`);
    }
  }
}

/** Comments by the way to their value: one node for each key or list position on the way. */
interface CommentNode {
  readonly children: Map<string | number, CommentNode>;
  /** The comment for the value that this node stands for. */
  text?: string;
}

/** Characters that end a line for some reader, or that none may find in a file. */
const NOT_ON_ONE_LINE = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/u;

/** The comments as a tree that is walked along with the data. Refuses a comment that could reach into the next line. */
export function commentTree(comments: readonly ValueComment[]): CommentNode {
  const root: CommentNode = { children: new Map() };
  for (const { path, text } of comments) {
    if (text === '' || NOT_ON_ONE_LINE.test(text))
      throw new Error(`comment at ${jsonPointer(path)}: ${JSON.stringify(text)} is not one line of text`);
    const node = path.reduce(childOf, root);
    if (node.text !== undefined) throw new Error(`comment at ${jsonPointer(path)}: the value already has one`);
    node.text = text;
  }
  return root;
}

/** A path as people write it: RFC 6901, `/spec/containers/0/image`; `/` alone would be an empty key, so the whole is `(root)`. */
export function jsonPointer(path: readonly (string | number)[]): string {
  if (path.length === 0) return '(root)';
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function childOf(node: CommentNode, part: string | number): CommentNode {
  const child = node.children.get(part) ?? { children: new Map() };
  node.children.set(part, child);
  return child;
}
