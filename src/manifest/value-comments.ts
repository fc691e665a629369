import type { ValueComment } from './manifest';

/** Comments by the way to their value: one node for each key or list position on the way. */
export interface CommentNode {
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
