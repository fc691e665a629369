import * as fc from 'fast-check';
import { blockText, scalarText, stringText } from '../../src/manifest/yaml-scalar';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { hostileText } from './hostile-data';
import { HOSTILE_STRINGS, LONG_STRINGS } from './hostile-strings';
import { jsReadings } from './js-readers';

test('this is how every hostile string is written, as a value and as a key', () => {
  expect(
    `\n${yamlDocument({ values: HOSTILE_STRINGS, keys: Object.fromEntries(HOSTILE_STRINGS.map((text) => [text, 0])) })}`,
  ).toMatchSnapshot();
});

test.each([
  'no',
  'Off',
  'y',
  'NULL',
  '~',
  '',
  '1e3',
  '0o7',
  '0x1F',
  '012',
  '1_000',
  '12:30',
  '.inf',
  '+1',
  '1.',
  '.5',
  '0b1',
  '2001-01-01',
  '=',
  '<<',
  '0_x1',
  '0b-1',
  'e1234567',
])('%j is quoted, because some reader takes it for something other than text', (text) => expect(stringText(text)).toBe(`"${text}"`));

test.each([
  '1.2.3',
  '10.0.0.1/8',
  '100m',
  '4Gi',
  '--flag=x',
  'a:b',
  'a#b',
  'repo/app:1@sha256:0a',
  '0 3 * * *',
  '$(VAR)',
  'é',
  '日本語',
  'nope',
])('%j stays plain', (text) => expect(stringText(text)).toBe(text));

test('what cannot be seen is written as a JSON escape', () => {
  expect(stringText('\t\u0007\u0085\u00a0\u200b\u202e\u2028\ufeff\uffff')).toBe(
    '"\\t\\u0007\\u0085\\u00a0\\u200b\\u202e\\u2028\\ufeff\\uffff"',
  );
});

test('a quoted line is JSON', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const written = stringText(text);
      return written === text || JSON.parse(written) === text;
    }),
    { numRuns: 2000 },
  );
});

test('a string is one line, however long', () => {
  for (const text of [...HOSTILE_STRINGS, ...LONG_STRINGS]) expect(stringText(text)).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
});

test.each([
  ['a\nb', '|-\n  a\n  b\n'],
  ['a\n\nb\n', '|\n  a\n\n  b\n'],
  ['a\n\n', '|+\n  a\n\n'],
  [' a\n', '|2\n   a\n'],
  ['\na\n', '|2\n\n  a\n'],
  ['#!/bin/sh\n\tx\n', '|\n  #!/bin/sh\n  \tx\n'],
])('%j is a literal block', (text, block) => expect(blockText(text, '  ')).toBe(block));

test.each([
  'a',
  '',
  '\n',
  '\n\n',
  'a \nb',
  'a\n ',
  'a\n\t\nb',
  '\ta\n',
  '\n\ta\n',
  'a\r\nb',
  'a\n\u0085',
  'a\n\u2028',
  'a\n\ufeff',
  'a\n\u0007',
  'a\n\ud800',
])('%j is no literal block', (text) => expect(blockText(text, '  ')).toBeUndefined());

test.each([
  [0, '0'],
  [-0, '-0.0'],
  [-1.5, '-1.5'],
  [1e21, '1.0e+21'],
  [-1e-7, '-1.0e-7'],
  [1.5e300, '1.5e+300'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  [true, 'true'],
  [null, 'null'],
])('%p is written as %s', (value, text) => expect(scalarText(value)).toBe(text));

test('every number that is written reads back as the same number', () => {
  const numbers = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER || Math.abs(value) >= 1e21);
  fc.assert(
    fc.property(numbers, (value) => {
      for (const [reader, reading] of Object.entries(jsReadings(scalarText(value)))) expect([reader, reading]).toEqual([reader, value]);
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 60), 123456789012345680000])('the number %p is refused', (value) =>
  expect(() => scalarText(value)).toThrow(/cannot be written/),
);

test.each(['\ud800', 'a\udc00', '\udc00\ud800', '"\ud83d', 'a\n\ud83d'])('text with half a character, %j, is refused', (text) =>
  expect(() => stringText(text)).toThrow(/lone surrogate/),
);
