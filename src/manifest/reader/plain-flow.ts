import type { Marks } from './marks';
import { NOT_PLAIN, skipSpaces } from './plain-lines';
import { isComment, isQuote, plainValue, quotedText } from './plain-scalar';
import { MAX_NESTING } from './yaml-document';

/** A bracket, brace, comma or colon; a text in quotes; a text without, which may hold spaces and colons. None goes on in the next line. */
const TOKEN =
  /[[\]{},]|:(?= |$)|"(?:[^"\\\n]|\\["\\/bfnrt])*"|'(?:[^'\n]|'')*'|(?:[\w./$]|-(?=[^[\]{},:#"'\s]))(?:[^[\]{},:#"'\s]|:(?=[^[\]{},:#"'\s])| +(?=[^[\]{},:#"'\s]))*/my;

/** A list or map that stands between two offsets of a line, with a comment behind it perhaps. */
export function plainFlow(text: string, from: number, end: number, depth: number, marks: Marks | undefined): unknown {
  if (end - from === 2) {
    if (text.startsWith('{}', from)) return {};
    if (text.startsWith('[]', from)) return [];
  }
  const flow = new FlowReader(text, from, marks);
  const value = flow.value(depth);
  if (flow.position !== end && !isComment(text, flow.position, end)) throw NOT_PLAIN;
  return value;
}

class FlowReader {
  /** Where the last token begins. */
  private start = 0;

  constructor(
    private readonly text: string,
    /** Where the last token ends. */
    public position: number,
    private readonly marks: Marks | undefined,
  ) {}

  value(depth: number): unknown {
    if (depth > MAX_NESTING) throw NOT_PLAIN;
    const token = this.token();
    if (token === '[') return this.list(depth);
    if (token === '{') return this.map(depth);
    return this.scalar(token);
  }

  private list(depth: number): unknown[] {
    const list: unknown[] = [];
    if (this.takes(']')) return list;
    for (;;) {
      this.marks?.set(list, list.length, skipSpaces(this.text, this.position));
      list.push(this.value(depth + 1));
      if (this.takes(']')) return list;
      if (!this.takes(',') || this.takes(']')) throw NOT_PLAIN;
    }
  }

  private map(depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    if (this.takes('}')) return map;
    for (;;) {
      const key = this.scalar(this.token());
      if (typeof key !== 'string' || key === '__proto__' || key === '<<' || Object.hasOwn(map, key)) throw NOT_PLAIN;
      this.marks?.set(map, key, this.start);
      if (this.token() !== ':') throw NOT_PLAIN;
      map[key] = this.value(depth + 1);
      if (this.takes('}')) return map;
      if (!this.takes(',') || this.takes('}')) throw NOT_PLAIN;
    }
  }

  private scalar(token: string): unknown {
    if (isQuote(token.charCodeAt(0))) return quotedText(this.text, this.start, this.position);
    if (/^[[\]{},:]$/.test(token)) throw NOT_PLAIN;
    return plainValue(token);
  }

  private takes(sign: string): boolean {
    const at = skipSpaces(this.text, this.position);
    if (this.text.charAt(at) !== sign) return false;
    this.position = at + 1;
    return true;
  }

  private token(): string {
    this.start = skipSpaces(this.text, this.position);
    TOKEN.lastIndex = this.start;
    if (!TOKEN.test(this.text)) throw NOT_PLAIN;
    this.position = TOKEN.lastIndex;
    return this.text.slice(this.start, this.position);
  }
}
