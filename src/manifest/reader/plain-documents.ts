import { HASH, NOT_PLAIN, PlainLines, SPACE, skipSpaces } from './plain-lines';
import { isQuote, isWord, plainFlow, plainScalar, quotedEnd, quotedText } from './plain-values';
import { MAX_NESTING, type Marks, type YamlDocument } from './yaml-document';

/**
 * The documents of a YAML text that is plain: block maps and lists, values on one line, texts as `|` blocks. That is how manifests are
 * written, by people and by this library, and it is read many times as fast as all of YAML.
 *
 * Undefined for a text that holds anything else, or that may be wrong: the YAML library then reads it, and says what is wrong and where.
 *
 * @param marks takes down where each field and item begins.
 */
export function plainDocuments(text: string, marks?: Marks): readonly YamlDocument[] | undefined {
  if (text.includes('\t') || text.includes('\r') || text.startsWith('\uFEFF')) return undefined;
  try {
    return documentsOf(new PlainLines(text), marks);
  } catch (reason) {
    if (reason === NOT_PLAIN) return undefined;
    throw reason;
  }
}

function documentsOf(lines: PlainLines, marks: Marks | undefined): YamlDocument[] {
  const blocks = new PlainBlocks(lines, marks);
  const documents: YamlDocument[] = [];
  while (lines.indent >= 0) {
    const offset = lines.start;
    if (lines.isMarker()) {
      if (lines.trimmedEnd() !== offset + 3) throw NOT_PLAIN;
      lines.advance();
    } else if (documents.length > 0) throw NOT_PLAIN;
    if (lines.indent > 0) throw NOT_PLAIN;
    const isEmpty = lines.indent < 0 || lines.isMarker();
    documents.push(isEmpty ? { data: null, offset } : { offset: lines.start, data: blocks.block() });
  }
  return documents;
}

const COLON = 0x3a;
const BRACKET = 0x5b;
const BRACE = 0x7b;
const BAR = 0x7c;

const KEY = /[A-Za-z_][\w./-]*/y;

/** Reads maps and lists whose structure is their indentation. */
class PlainBlocks {
  private readonly text: string;
  private depth = 0;
  /** Behind the colon of the key that was read last. */
  private keyEnd = 0;

  constructor(
    private readonly lines: PlainLines,
    private readonly marks: Marks | undefined,
  ) {
    this.text = lines.text;
  }

  /** A map or list: the lines from here on that are indented as this one is, and what lies below them. */
  block(): unknown {
    const { lines } = this;
    const { indent } = lines;
    if (++this.depth > MAX_NESTING) throw NOT_PLAIN;
    const value = lines.isItem() ? this.list(indent) : this.map(indent);
    if (lines.indent > indent) throw NOT_PLAIN;
    this.depth -= 1;
    return value;
  }

  private map(indent: number): Record<string, unknown> {
    const { lines, marks } = this;
    const map: Record<string, unknown> = {};
    while (lines.indent === indent && !lines.isMarker()) {
      const key = this.keyAt(lines.start);
      if (key === undefined || key === '__proto__' || Object.hasOwn(map, key)) throw NOT_PLAIN;
      marks?.set(map, key, lines.start);
      const start = skipSpaces(this.text, this.keyEnd);
      map[key] = this.isBare(start) ? this.below(indent) : this.inline(start, indent);
    }
    return map;
  }

  private list(indent: number): unknown[] {
    const { lines, marks } = this;
    const list: unknown[] = [];
    while (lines.indent === indent && lines.isItem()) {
      const start = skipSpaces(this.text, lines.start + 1);
      const isBare = this.isBare(start);
      if (isBare) lines.advance();
      const isBelow = isBare && lines.indent > indent;
      marks?.set(list, list.length, isBelow ? lines.start : start);
      list.push(isBelow ? this.block() : isBare ? null : this.item(start, indent));
    }
    return list;
  }

  /** What stands behind a dash: a value, or the first field of a map that goes on below it. */
  private item(start: number, indent: number): unknown {
    const { lines } = this;
    if (lines.isDash(start)) throw NOT_PLAIN;
    if (this.keyAt(start) === undefined) return this.inline(start, indent);
    lines.enter(start);
    return this.block();
  }

  /** The key that begins at an offset; undefined when none does. */
  private keyAt(offset: number): string | undefined {
    const { text } = this;
    const isQuoted = isQuote(text.charCodeAt(offset));
    const end = isQuoted ? quotedEnd(text, offset) : plainKeyEnd(text, offset);
    if (end < 0 || text.charCodeAt(end) !== COLON) return undefined;
    if (end + 1 !== this.lines.end && text.charCodeAt(end + 1) !== SPACE) return undefined;
    this.keyEnd = end + 1;
    if (isQuoted) return quotedText(text, offset, end);
    const key = text.slice(offset, end);
    if (isWord(key)) throw NOT_PLAIN;
    return key;
  }

  /** Whether nothing stands from an offset to the end of the line. */
  private isBare(start: number): boolean {
    return start === this.lines.end || this.text.charCodeAt(start) === HASH;
  }

  /** What stands below a key that has nothing behind it. A list may stand as far to the left as its key. */
  private below(indent: number): unknown {
    const { lines } = this;
    lines.advance();
    return lines.indent > indent || (lines.indent === indent && lines.isItem()) ? this.block() : null;
  }

  /** What stands behind a key or a dash, to the end of the line; a text in a block goes on below it. */
  private inline(start: number, indent: number): unknown {
    const { lines, text } = this;
    const first = text.charCodeAt(start);
    if (first === BAR) return plainLiteral(lines, start, indent);
    const end = lines.trimmedEnd();
    const isFlow = first === BRACKET || first === BRACE;
    const value = isFlow ? plainFlow(text, start, end, this.depth, this.marks) : plainScalar(text, start, end);
    lines.advance();
    // A text that goes on in the next line is indented further than its key.
    if (lines.indent > indent) throw NOT_PLAIN;
    return value;
  }
}

function plainKeyEnd(text: string, offset: number): number {
  KEY.lastIndex = offset;
  return KEY.test(text) ? KEY.lastIndex : -1;
}

/** A text of several lines below `|`, `|-` or `|+`; the lines then stand at what follows it. */
function plainLiteral(lines: PlainLines, from: number, indent: number): string {
  const header = lines.text.slice(from, lines.trimmedEnd());
  if (header !== '|' && header !== '|-' && header !== '|+') throw NOT_PLAIN;
  const block = literalLines(lines, indent);
  let last = block.length;
  while (last > 0 && block[last - 1] === '') last -= 1;
  if (last === 0) throw NOT_PLAIN;
  const body = block.slice(0, last).join('\n');
  if (header === '|-') return body;
  return header === '|+' ? body + '\n'.repeat(block.length - last + 1) : `${body}\n`;
}

/** The lines that are indented further than their key, without what all of them are indented. */
function literalLines(lines: PlainLines, indent: number): string[] {
  const block: string[] = [];
  let width = -1;
  for (lines.step(); lines.indent >= 0; lines.step()) {
    const isBlank = lines.start === lines.end;
    if (isBlank) {
      if (lines.indent > Math.max(width, 0)) throw NOT_PLAIN;
      // Spaces at the end of the text are no line.
      if (lines.end < lines.text.length) block.push('');
      continue;
    }
    if (lines.indent <= indent) break;
    if (width < 0) width = lines.indent;
    if (lines.indent < width) throw NOT_PLAIN;
    block.push(lines.text.slice(lines.start - (lines.indent - width), lines.end));
  }
  lines.settle();
  return block;
}
