import * as fc from 'fast-check';
import { HOSTILE_STRINGS, LONG_STRINGS } from './hostile-strings';

const PIECES = [
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  ': ',
  ':',
  '- ',
  '-',
  '? ',
  '#',
  ' #',
  ',',
  '[',
  ']',
  '{',
  '}',
  '&',
  '*',
  '!',
  '|',
  '>',
  "'",
  '"',
  '%',
  '@',
  '`',
];
const WORDS = [
  'a',
  'b1',
  'no',
  '0',
  '12',
  '.',
  '_',
  '+',
  'e',
  '0x',
  '~',
  '=',
  '<<',
  '---',
  '...',
  '\\',
  '\r',
  '\u0085',
  '\u2028',
  'é',
  '🚀',
  '/',
  '(',
  '$',
];

/** Any well-formed text, thick with what YAML gives a meaning. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_STRINGS) },
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...PIECES, ...WORDS), { maxLength: 8 }).map((pieces) => pieces.join('')) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...HOSTILE_STRINGS), { minLength: 2, maxLength: 3 }).map((lines) => lines.join('\n')) },
  { weight: 2, arbitrary: fc.stringMatching(/^[-+.]?[0-9eE_][0-9_.:eExXoObBT+-]{0,8}$/) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
);

const hostileNumber = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.1, 1e21, 1.5e300, -1e-7, 5e-324, 2 ** 53 - 1, 123456.789, 1e-10),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => Number.isSafeInteger(value) || !/^-?\d+$/.test(String(value))),
);

/** Plain data of a few levels, with hostile text as keys and values. */
export const hostileData: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: hostileText },
    { weight: 1, arbitrary: fc.oneof(hostileNumber, fc.boolean(), fc.constant(null)) },
    { weight: 3, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    { weight: 4, arbitrary: fc.dictionary(hostileText, tie('value'), { maxKeys: 4 }) },
  ),
})).value;

/** The same, always a map at the top, as every Kubernetes object is. */
export const hostileMap: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(hostileText, hostileData, { minKeys: 1, maxKeys: 5 });

/** Each hostile string in each place that text can have. */
export function everyPlace(text: string): unknown {
  return {
    value: text,
    keys: { [text]: { inner: text }, other: [text] },
    list: [text, [text, [text]], { a: text, b: { c: text } }, { [text]: [] }],
  };
}

export const EVERY_PLACE: readonly unknown[] = [...HOSTILE_STRINGS, ...LONG_STRINGS].map(everyPlace);

/** Every text of up to four of the characters that numbers are made of: readers' corner cases that no one would think of. */
export const NUMBER_LIKE: readonly string[] = [1, 2, 3, 4].flatMap((length) => wordsOf([...'01_.:+-exob'], length));

function wordsOf(letters: readonly string[], length: number): string[] {
  return length === 0 ? [''] : wordsOf(letters, length - 1).flatMap((word) => letters.map((letter) => word + letter));
}
