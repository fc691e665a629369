/**
 * How one scalar is written: plain where every reader agrees, else in double quotes, or as a literal block.
 *
 * "Every reader" is YAML 1.1 and 1.2 at once: kubectl and Flux (sigs.k8s.io/yaml), kyaml, Argo CD, PyYAML, js-yaml and yaml.
 * They disagree on what `no`, `0o7`, `12:30` or `1e3` mean, so whatever one of them could take for something else is quoted.
 * Nothing is ever folded, and there are no anchors, tags or single quotes: one form per need keeps diffs small.
 *
 * @see https://yaml.org/spec/1.2.2/#733-plain-style
 * @see https://yaml.org/type/ for the 1.1 types
 */

/**
 * Text of a shape that may stand plain in a block mapping or sequence: no indicator at the front,
 * no `: ` or ` #` inside, no `:` or space at the end, printable ASCII only.
 */
const PLAIN = /^(?:[\w/.$+<=~(;^\\]|-(?! |$))(?:[!-9;-~]|:(?! |$)| (?!#|$))*$/;

/** The same for text with letters, marks, digits, punctuation and symbols of any script. Invisible characters stay outside. */
const PLAIN_UNICODE = /^(?:[\w/.$+<=~(;^\\\p{L}]|-(?! |$))(?:[!-9;-~]|:(?! |$)| (?!#|$)|[\p{L}\p{M}\p{N}]|(?!\p{ASCII})[\p{P}\p{S}])*$/u;

/**
 * Text that some reader takes for something other than a string: null, the booleans of YAML 1.1, the merge key and the
 * default-value key, document markers, and numbers with `_`, `:` (base 60) or a radix prefix. Wider than any one reader:
 * go-yaml drops every `_` first and allows a sign late (`0_x1`, `0b-1`, `0e_+1`), yaml takes `e12` for a number that is none.
 */
const NOT_A_STRING =
  /^(?:~|=|<<|y|n|yes|no|on|off|true|false|null|[-+]?\.(?:inf|nan)|[-+]?_*0_*[xob][-+\da-f_]*|[-+]?[\d._][\d._:,]*(?:e[-+\d_]*)?|[-+]?e[-+\d_]+)$|^---|^\.\.\.|^\d{4}-\d{1,2}-\d/i;

/** `1.2.3` and `10.0.0.1`: two dots make a string for every reader, and people expect versions without quotes. */
const DOTTED = /^\d+(?:\.\d+){2,}$/;

/**
 * What a file must not hold raw: control characters, and what a reviewer of the file cannot see or is misled by, such as
 * a no-break space, a zero-width space, a change of writing direction, a byte-order mark. The joiners of emoji stay.
 * U+0085, U+2028 and U+2029 end a line in YAML 1.1 only.
 */
const UNSEEN = '\\p{Cc}\\u00a0\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202f\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff';

const ESCAPED = new RegExp(`["\\\\${UNSEEN}]`, 'gu');

/** What a literal block cannot hold. Spaces at a line's end are unseen too, and kyaml turns such a block into a quoted line. */
const NOT_IN_BLOCK = new RegExp(`(?![\\n\\t])[${UNSEEN}]|[ \\t](?:\\n|$)`, 'u');

const NON_ASCII = /\P{ASCII}/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** The longest word in {@link NOT_A_STRING} is `false`. */
const MAX_WORD_LENGTH = 5;
/** Signs and the dot come before the digits in ASCII. */
const CODE_OF_NINE = 0x39;

/**
 * What was written before. Keys and most values recur in every object: looking them up halves the time of a render.
 * Forgotten all at once when full, so that memory is bounded; the text never depends on it.
 */
const KNOWN = new Map<string, string>();
const MAX_KNOWN = 20_000;
const MAX_KNOWN_LENGTH = 100;

/** A scalar as YAML data has it. */
export type Scalar = string | number | boolean | null;

/** A scalar on one line, for a value position. */
export function scalarText(value: Scalar): string {
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number') return numberText(value);
  return String(value);
}

/** A string on one line. Keys and values are written alike: the plain shape is safe in both positions. */
export function stringText(text: string): string {
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  const written = isPlain(text) ? text : `"${text.replace(ESCAPED, escaped)}"`;
  if (text.length <= MAX_KNOWN_LENGTH) remember(text, written);
  return written;
}

/**
 * A string of several lines as a literal block, without the indentation of a first line: `|-` and the lines.
 * Undefined where some reader, or a rewrite by kyaml, would not give back the same text: then {@link stringText} holds it on one line.
 *
 * The caller's `indent` is that of the content, two spaces deeper than the line that holds the block's header.
 */
export function blockText(text: string, indent: string): string | undefined {
  if (!isBlock(text)) return undefined;
  const body = text.replace(/\n+$/, '');
  const newlines = text.length - body.length;
  const chomping = newlines === 0 ? '-' : newlines === 1 ? '' : '+';
  // Readers guess the indentation from the first line that has text; a space or an empty line in front of it leads them astray.
  const hint = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const lines = body.replace(/^(?=.)/gm, indent);
  return `|${hint}${chomping}\n${lines}${'\n'.repeat(Math.max(newlines, 1))}`;
}

function isBlock(text: string): boolean {
  if (!text.includes('\n') || NOT_IN_BLOCK.test(text) || LONE_SURROGATE.test(text)) return false;
  // A tab as the first thing: go-yaml takes it for indentation. Only newlines: readers differ on how many they keep.
  return /^\n*[^\n\t]/.test(text);
}

/**
 * A number that every reader takes for the same number.
 *
 * PyYAML reads `1e+21` as a string: a float needs a dot and its exponent a sign. `-0` is an integer to Go and loses its sign.
 * Integers from 2^53 up to 1e21 are refused: JavaScript may already have changed their last digits.
 */
function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be written: JSON, and so Kubernetes, has no such number`);
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  const text = String(value);
  if (/^-?\d+$/.test(text)) throw new Error(`${text} cannot be written: JavaScript keeps integers exact only up to 2^53`);
  return text.replace(/^(-?\d+)e/, '$1.0e');
}

function remember(text: string, written: string): void {
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  KNOWN.set(text, written);
}

function isPlain(text: string): boolean {
  if (!PLAIN.test(text) && !isPlainUnicode(text)) return false;
  // Only a short text can be a word, and only one that starts with a digit, a sign, a dot or an e a number, date or marker.
  if (text.length > MAX_WORD_LENGTH && text.charCodeAt(0) > CODE_OF_NINE && !/^e/i.test(text)) return true;
  return !NOT_A_STRING.test(text) || DOTTED.test(text);
}

function isPlainUnicode(text: string): boolean {
  if (!NON_ASCII.test(text)) return false;
  if (LONE_SURROGATE.test(text)) throw new Error('text with a lone surrogate (half a character) cannot be written as UTF-8');
  return PLAIN_UNICODE.test(text);
}

function escaped(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
