/** Thrown inside the reader of plain YAML when a text is not plain; never seen outside. */
export const NOT_PLAIN = Symbol('not plain');

export const SPACE = 0x20;
export const HASH = 0x23;
const DASH = 0x2d;

/** The lines of a text, one at a time, as offsets: no line is copied. */
export class PlainLines {
  /** How far the line is indented; -1 behind the last line. */
  indent = -1;
  /** Where its content begins. */
  start = 0;
  /** Where it ends, before the line break. */
  end = 0;
  private next = 0;

  constructor(readonly text: string) {
    this.advance();
  }

  /** Goes on to the next line with content: not empty, no comment. */
  advance(): void {
    this.step();
    this.settle();
  }

  /** Stays on a line with content, and goes on to the next from any other. */
  settle(): void {
    while (this.indent >= 0 && (this.start === this.end || this.text.charCodeAt(this.start) === HASH)) this.step();
  }

  /** Goes on to the next line, whatever it holds. */
  step(): void {
    const { text, next } = this;
    if (next >= text.length) {
      this.indent = -1;
      return;
    }
    const start = skipSpaces(text, next);
    const end = text.indexOf('\n', start);
    this.indent = start - next;
    this.start = start;
    this.end = end < 0 ? text.length : end;
    this.next = this.end + 1;
  }

  /** Takes what stands behind a dash for a line of its own, indented as far as it stands. */
  enter(offset: number): void {
    this.indent += offset - this.start;
    this.start = offset;
  }

  /** Whether the line is an item of a list. */
  isItem(): boolean {
    return this.isDash(this.start);
  }

  /** Whether a dash stands at an offset, and nothing that would make it a part of a text. */
  isDash(offset: number): boolean {
    const { text } = this;
    return text.charCodeAt(offset) === DASH && (offset + 1 >= this.end || text.charCodeAt(offset + 1) === SPACE);
  }

  /** Whether the line begins a document. */
  isMarker(): boolean {
    return this.indent === 0 && this.text.startsWith('---', this.start);
  }

  /** Where the content of the line ends, without the spaces behind it. */
  trimmedEnd(): number {
    let end = this.end;
    while (this.text.charCodeAt(end - 1) === SPACE) end -= 1;
    return end;
  }
}

/** The next offset that holds no space: the end of the line when there is nothing else. */
export function skipSpaces(text: string, offset: number): number {
  let at = offset;
  while (text.charCodeAt(at) === SPACE) at += 1;
  return at;
}
