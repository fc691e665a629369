import { HASH, NOT_PLAIN, SPACE, skipSpaces } from './plain-lines';
import { MAX_NESTING, type Marks } from './yaml-document';

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

const COLON = 0x3a;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const CODE_OF_NINE = 0x39;

/** The longest word is `false`. */
const MAX_WORD_LENGTH = 5;

/** Words that YAML 1.1 reads as something else than text. */
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...wordCases(['y', 'yes', 'true', 'on'], true),
  ...wordCases(['n', 'no', 'false', 'off'], false),
  ...wordCases(['null', '~'], null),
]);

const WHOLE = /^-?(?:0|[1-9]\d{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)\.\d+$/;
/** All that may be a number in a form that is not worth knowing here. */
const MAYBE_NUMBER =
  /^[-+]?(?:\.?\d[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|0x[\da-fA-F_]+|0b[01_]+|0o[0-7_]+|\.inf|\.Inf|\.INF|\.nan|\.NaN|\.NAN|\.)$/;

/** How a text may begin that stands without quotes. */
const PLAIN_START = /[^\s\-?:,[\]{}#&*!|>'"%@`=<]|[-?:](?=[^\s,[\]{}])/y;

const QUOTED = /"(?:[^"\\\n]|\\["\\/bfnrt])*"|'(?:[^'\n]|'')*'/y;
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function wordCases(words: readonly string[], value: boolean | null): (readonly [string, boolean | null])[] {
  return words.flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map((each) => [each, value]));
}

/** What stands between two offsets of a line, and a comment perhaps: a text, a number, a word. */
export function plainScalar(text: string, from: number, end: number): unknown {
  if (isQuote(text.charCodeAt(from))) {
    const close = quotedEnd(text, from);
    if (close !== end && !isComment(text, close, end)) throw NOT_PLAIN;
    return quotedText(text, from, close);
  }
  PLAIN_START.lastIndex = from;
  if (!PLAIN_START.test(text)) throw NOT_PLAIN;
  return plainValue(text.slice(from, plainEnd(text, from, end)));
}

/** Where a text without quotes ends: at the end of its line, or before a comment. A colon that would make it a key is not plain. */
function plainEnd(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON && (at + 1 === end || text.charCodeAt(at + 1) === SPACE)) throw NOT_PLAIN;
    if (code !== HASH || text.charCodeAt(at - 1) !== SPACE) continue;
    let last = at;
    while (text.charCodeAt(last - 1) === SPACE) last -= 1;
    return last;
  }
  return end;
}

/** What a text without quotes stands for. */
function plainValue(plain: string): unknown {
  if (plain.charCodeAt(0) > CODE_OF_NINE && plain.length > MAX_WORD_LENGTH) return plain;
  if (WHOLE.test(plain) && plain !== '-0') return Number(plain);
  if (DECIMAL.test(plain)) return Number(plain);
  if (MAYBE_NUMBER.test(plain)) throw NOT_PLAIN;
  return isWord(plain) ? WORDS.get(plain) : plain;
}

/** Whether a text means something else than itself. */
export function isWord(plain: string): boolean {
  return plain.length <= MAX_WORD_LENGTH && WORDS.has(plain);
}

export function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

/** Where a text in quotes ends, behind its quote; -1 when it does not end in its line, or holds a sign in a form that is not plain. */
export function quotedEnd(text: string, from: number): number {
  QUOTED.lastIndex = from;
  return QUOTED.test(text) ? QUOTED.lastIndex : -1;
}

/** The text inside the quotes. */
export function quotedText(text: string, from: number, end: number): string {
  const inside = text.slice(from + 1, end - 1);
  if (text.charCodeAt(from) === SINGLE_QUOTE) return inside.includes("'") ? inside.replaceAll("''", "'") : inside;
  return inside.includes('\\') ? inside.replace(/\\(.)/g, (_, sign: string) => ESCAPES[sign] ?? sign) : inside;
}

/** Whether there is nothing between two offsets but spaces and a comment behind them. */
export function isComment(text: string, from: number, end: number): boolean {
  if (from < 0 || text.charCodeAt(from) !== SPACE) return false;
  const at = skipSpaces(text, from);
  return at >= end || text.charCodeAt(at) === HASH;
}
