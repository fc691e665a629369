import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import type { SourcePosition } from '../../base/finding';
import type { ValuePath } from '../../base/value-path';
import { libraryNodes } from './library-documents';
import { plainDocuments } from './plain-documents';
import { LineStarts, Marks } from './yaml-document';

/** Finds the offset of a value of a document. */
type Finder = (document: number, path: ValuePath) => number | undefined;

/** Finds values in a text. The text is read again, with positions, when the first is asked for: most files have no finding. */
export class SourcePositions {
  private finder?: Finder;
  private lines?: LineStarts;

  constructor(private readonly text: string) {}

  /** Where a value stands; for one that is missing, where the nearest thing around it stands. */
  find(document: number, path: ValuePath): SourcePosition | undefined {
    this.finder ??= plainFinder(this.text) ?? libraryFinder(this.text);
    this.lines ??= new LineStarts(this.text);
    const offset = this.finder(document, path);
    return offset === undefined ? undefined : this.lines.positionAt(offset);
  }
}

function plainFinder(text: string): Finder | undefined {
  const marks = new Marks();
  const documents = plainDocuments(text, marks);
  if (documents === undefined) return undefined;
  return (index, path) => {
    const document = documents[index];
    return document && marks.offsetOf(document.data, document.offset, path);
  };
}

function libraryFinder(text: string): Finder {
  const documents = libraryNodes(text);
  return (index, path) => nodeOffset(documents[index]?.contents ?? null, path);
}

/** The same in the nodes of the library. */
export function nodeOffset(root: Node | null, path: ValuePath): number | undefined {
  let node = root;
  let offset = root?.range?.[0];
  for (const key of path) {
    const entry = isCollection(node) ? entryOf(node, key) : undefined;
    if (entry === undefined) return offset;
    offset = entry.begin.range?.[0] ?? offset;
    node = entry.value;
  }
  return offset;
}

/** A field begins at its name, which is where people look; an item at itself. */
interface Entry {
  readonly begin: Node;
  readonly value: Node | null;
}

function entryOf({ items }: YAMLMap<Node, Node | null> | YAMLSeq<Node>, key: string | number): Entry | undefined {
  for (const [index, item] of items.entries()) {
    if (!('key' in item)) {
      if (index === key) return { begin: item, value: item };
    } else if ('value' in item.key && String(item.key.value) === String(key)) return { begin: item.key, value: item.value };
  }
  return undefined;
}

/** An alias is none: what it stands for begins elsewhere. */
function isCollection(node: Node | null): node is YAMLMap<Node, Node | null> | YAMLSeq<Node> {
  return node !== null && 'items' in node;
}
