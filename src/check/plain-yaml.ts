/** Thrown inside when a text is not plain; never seen outside. */
const NOT_PLAIN = Symbol('not plain');

/** No object is nested so deeply; the library then says what is wrong. */
const MAX_NESTING = 100;

const KEY = /^([A-Za-z_][\w./-]*):(?: +(.*))?$/;
const QUOTED_KEY = /^("(?:[^"\\]|\\["\\/bfnrt])*"|'(?:[^']|'')*'):(?: +(.*))?$/;

/** Words that YAML 1.1 reads as something else than text. */
const WORD = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|null|Null|NULL|~)$/;
const TRUE = /^(?:y|yes|true|on)$/i;
const FALSE = /^(?:n|no|false|off)$/i;

const WHOLE = /^-?(?:0|[1-9]\d{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9]\d*)\.\d+$/;
/** All that may be a number in a form that is not worth knowing here. */
const MAYBE_NUMBER =
  /^[-+]?(?:\.?\d[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|0x[\da-fA-F_]+|0b[01_]+|0o[0-7_]+|\.inf|\.Inf|\.INF|\.nan|\.NaN|\.NAN|\.)$/;

/** Text of a value that begins like nothing else, and holds nothing that would end it. */
const PLAIN = /^(?:[^\s\-?:,[\]{}#&*!|>'"%@`=<]|[-?:](?=[^\s,[\]{}]))(?:[^:#]|:(?=\S)|(?<=\S)#)*$/;

/**
 * The documents of a YAML text that is plain: block maps and lists, values on one line, texts as `|` blocks. That is how manifests are
 * written, by people and by this library, and it is read twenty times as fast as all of YAML.
 *
 * Undefined for a text that holds anything else, or that may be wrong: the YAML library then reads it, and says what is wrong and where.
 */
export function plainYaml(text: string): readonly unknown[] | undefined {
  if (text.includes('\t') || text.includes('\r') || text.startsWith('\uFEFF')) return undefined;
  try {
    return new PlainReader(text.split('\n')).documents();
  } catch (reason) {
    if (reason === NOT_PLAIN) return undefined;
    throw reason;
  }
}

class PlainReader {
  private position = 0;
  private depth = 0;

  constructor(private readonly lines: string[]) {}

  documents(): unknown[] {
    const documents: unknown[] = [];
    let open = false;
    for (let indent = this.indent(); indent >= 0; indent = this.indent()) {
      const line = this.lines[this.position] as string;
      if (line.startsWith('---')) {
        if (line.trimEnd() !== '---') throw NOT_PLAIN;
        if (open) documents.push(null);
        open = true;
        this.position += 1;
        continue;
      }
      if (indent !== 0) throw NOT_PLAIN;
      documents.push(this.block(0));
      open = false;
      const next = this.indent();
      if (next >= 0 && !(this.lines[this.position] as string).startsWith('---')) throw NOT_PLAIN;
    }
    if (open) documents.push(null);
    return documents;
  }

  /** Goes on to the next line with content, and gives its indentation; -1 at the end. */
  private indent(): number {
    for (; this.position < this.lines.length; this.position++) {
      const line = this.lines[this.position] as string;
      let indent = 0;
      while (line.charCodeAt(indent) === 32) indent += 1;
      if (indent === line.length || line.charCodeAt(indent) === 35) continue;
      return indent;
    }
    return -1;
  }

  private block(indent: number): unknown {
    if (++this.depth > MAX_NESTING) throw NOT_PLAIN;
    const line = this.lines[this.position] as string;
    const value = isItem(line, indent) ? this.list(indent) : this.map(indent);
    this.depth -= 1;
    return value;
  }

  private map(indent: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (let at = this.indent(); at >= indent; at = this.indent()) {
      const line = this.lines[this.position] as string;
      if (at > indent) throw NOT_PLAIN;
      if (indent === 0 && (line.startsWith('---') || line.startsWith('...'))) break;
      if (isItem(line, indent)) break;
      const content = indent === 0 ? line : line.slice(indent);
      const [, name, rest] = KEY.exec(content) ?? QUOTED_KEY.exec(content) ?? [];
      if (name === undefined || WORD.test(name)) throw NOT_PLAIN;
      const key = name.charCodeAt(0) === 34 || name.charCodeAt(0) === 39 ? (quoted(name) as string) : name;
      if (key === '__proto__' || Object.hasOwn(map, key)) throw NOT_PLAIN;
      this.position += 1;
      map[key] = this.value(rest, indent, true);
    }
    return map;
  }

  private list(indent: number): unknown[] {
    const list: unknown[] = [];
    for (let at = this.indent(); at >= indent; at = this.indent()) {
      const line = this.lines[this.position] as string;
      if (at > indent) throw NOT_PLAIN;
      if (!isItem(line, indent) || (indent === 0 && line.startsWith('---'))) break;
      let start = indent + 1;
      while (line.charCodeAt(start) === 32) start += 1;
      const rest = line.slice(start);
      if (isItem(line, start) && start < line.length) throw NOT_PLAIN;
      if (KEY.test(rest) || QUOTED_KEY.test(rest)) {
        // The rest of the line is the first field of a map that goes on below it.
        this.lines[this.position] = ' '.repeat(start) + rest;
        list.push(this.block(start));
        continue;
      }
      this.position += 1;
      list.push(this.value(rest, indent, false));
    }
    return list;
  }

  /** What stands after a key or a dash; when that is nothing, what stands below it. */
  private value(rest: string | undefined, indent: number, inMap: boolean): unknown {
    const text = rest === undefined ? '' : rest.trimEnd();
    if (text === '' || text.charCodeAt(0) === 35) return this.below(indent, inMap);
    const first = text.charCodeAt(0);
    if (first === 124) return this.literal(text, indent);
    const value = first === 91 || first === 123 ? emptyOrFlow(text) : scalar(text);
    // A text that goes on in the next line is indented more than its key.
    if (this.indent() > indent) throw NOT_PLAIN;
    return value;
  }

  private below(indent: number, inMap: boolean): unknown {
    const next = this.indent();
    if (next > indent) return this.block(next);
    if (inMap && next === indent && isItem(this.lines[this.position] as string, indent)) return this.block(indent);
    return null;
  }

  private literal(header: string, indent: number): string {
    const chomp = header === '|' ? '' : header === '|-' || header === '|+' ? header.charAt(1) : undefined;
    if (chomp === undefined) throw NOT_PLAIN;
    const block: string[] = [];
    let width = -1;
    for (; this.position < this.lines.length; this.position++) {
      const line = this.lines[this.position] as string;
      let at = 0;
      while (line.charCodeAt(at) === 32) at += 1;
      const blank = at === line.length;
      if (blank) {
        if (width < 0 ? at > 0 : at > width) throw NOT_PLAIN;
        block.push('');
        continue;
      }
      if (at <= indent) break;
      if (width < 0) width = at;
      if (at < width) throw NOT_PLAIN;
      block.push(line.slice(width));
    }
    if (width < 0) throw NOT_PLAIN;
    // The last line of a text without an end of line is no line of the block.
    let end = block.length;
    if (this.position === this.lines.length && block[end - 1] === '') end -= 1;
    let last = end;
    while (last > 0 && block[last - 1] === '') last -= 1;
    const body = block.slice(0, last).join('\n');
    if (chomp === '-') return body;
    return chomp === '+' ? body + '\n'.repeat(end - last + 1) : `${body}\n`;
  }
}

function isItem(line: string, indent: number): boolean {
  if (line.charCodeAt(indent) !== 45) return false;
  return line.length === indent + 1 || line.charCodeAt(indent + 1) === 32;
}

function scalar(text: string): unknown {
  const first = text.charCodeAt(0);
  if (first === 34 || first === 39) return quoted(text);
  const comment = text.indexOf(' #');
  const plain = comment < 0 ? text : text.slice(0, comment).trimEnd();
  if (!PLAIN.test(plain) || plain.endsWith(':')) throw NOT_PLAIN;
  return resolved(plain);
}

/** What an unquoted text stands for. */
function resolved(plain: string): unknown {
  const first = plain.charCodeAt(0);
  if (first <= 57 || plain.length <= 5) {
    if (WHOLE.test(plain)) return plain === '-0' ? notPlain() : Number(plain);
    if (DECIMAL.test(plain)) return Number(plain);
    if (MAYBE_NUMBER.test(plain)) throw NOT_PLAIN;
    if (WORD.test(plain)) return TRUE.test(plain) ? true : FALSE.test(plain) ? false : null;
  }
  return plain;
}

function notPlain(): never {
  throw NOT_PLAIN;
}

const DOUBLE = /^("(?:[^"\\]|\\["\\/bfnrt])*")(?: +#.*)?$/;
const SINGLE = /^'((?:[^']|'')*)'(?: +#.*)?$/;

function quoted(text: string): string {
  const double = DOUBLE.exec(text)?.[1];
  if (double !== undefined) return JSON.parse(double) as string;
  const single = SINGLE.exec(text)?.[1];
  if (single !== undefined) return single.replaceAll("''", "'");
  throw NOT_PLAIN;
}

/** `{}`, `[]`, and lists and maps of simple values on one line. */
function emptyOrFlow(text: string): unknown {
  if (text === '{}') return {};
  if (text === '[]') return [];
  const flow = new FlowReader(text);
  const value = flow.value(0);
  flow.end();
  return value;
}

const FLOW_TOKEN =
  /\s*(?:([[\]{},])|("(?:[^"\\]|\\["\\/bfnrt])*"|'(?:[^']|'')*')|([A-Za-z0-9_./$-][^[\]{},:#"'\s]*(?: +[^[\]{},:#"'\s]+)*|[A-Za-z0-9_./-]+(?::(?=\S)[^[\]{},:#"'\s]+)+)|(:)(?= |$))/y;

class FlowReader {
  private position = 0;

  constructor(private readonly text: string) {}

  value(depth: number): unknown {
    if (depth > MAX_NESTING) throw NOT_PLAIN;
    const token = this.token();
    if (token === '[') return this.list(depth);
    if (token === '{') return this.map(depth);
    return this.scalar(token);
  }

  end(): void {
    const rest = this.text.slice(this.position);
    if (!/^(?: +#.*)?$/.test(rest)) throw NOT_PLAIN;
  }

  private list(depth: number): unknown[] {
    const list: unknown[] = [];
    if (this.peek() === ']') {
      this.token();
      return list;
    }
    for (;;) {
      list.push(this.value(depth + 1));
      const next = this.token();
      if (next === ']') return list;
      if (next !== ',' || this.peek() === ']') throw NOT_PLAIN;
    }
  }

  private map(depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    if (this.peek() === '}') {
      this.token();
      return map;
    }
    for (;;) {
      const key = this.scalar(this.token());
      if (typeof key !== 'string' || key === '__proto__' || key === '<<' || Object.hasOwn(map, key) || this.token() !== ':')
        throw NOT_PLAIN;
      map[key] = this.value(depth + 1);
      const next = this.token();
      if (next === '}') return map;
      if (next !== ',' || this.peek() === '}') throw NOT_PLAIN;
    }
  }

  private scalar(token: string): unknown {
    const first = token.charCodeAt(0);
    if (first === 34 || first === 39) return quoted(token);
    if (!PLAIN.test(token)) throw NOT_PLAIN;
    return resolved(token);
  }

  private peek(): string {
    const position = this.position;
    const token = this.token();
    this.position = position;
    return token;
  }

  private token(): string {
    FLOW_TOKEN.lastIndex = this.position;
    const match = FLOW_TOKEN.exec(this.text);
    if (match === null) throw NOT_PLAIN;
    this.position = FLOW_TOKEN.lastIndex;
    return match[0].trim();
  }
}
