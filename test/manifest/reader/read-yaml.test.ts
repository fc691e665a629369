import fc from 'fast-check';
import { positionOf } from '../../../src/base/finding';
import { MAX_YAML_BYTES, readYaml } from '../../../src/manifest/reader/read-yaml';

const faultOf = (text: string): string | undefined => {
  const fault = readYaml(text).find((document) => document.fault !== undefined)?.fault;
  const at = fault && positionOf(fault);
  return fault && `${fault.code} ${at?.line}:${at?.column}`;
};

const bomb = Array.from({ length: 12 }, (_, level) => {
  const item = level === 0 ? 'x' : `*a${level - 1}`;
  return `a${level}: &a${level} [${Array(9).fill(item).join(', ')}]\n`;
}).join('');

test.each([
  ['broken quotes', 'a: "b\nc: d\n', 'yaml.syntax 3:1'],
  ['a tab', 'a:\n\tb: c\n', 'yaml.syntax 2:1'],
  ['one key twice', 'a: b\nc: d\na: e\n', 'yaml.syntax 3:1'],
  ['an alias that leads nowhere', 'a: *b\n', 'yaml.syntax 1:4'],
  ['a template', 'a: b\nspec: {{ .Values.spec }}\n', 'yaml.syntax 2:8'],
  ['a bomb of aliases', bomb, 'yaml.syntax 1:1'],
  ['lists that lie two hundred deep in one another', `a:\n  b: ${'['.repeat(200)}${']'.repeat(200)}\n`, 'yaml.depth 2:1'],
  ['brackets that would fill the stack', `a:\n  b: ${'['.repeat(20_000)}\n`, 'yaml.depth 2:1'],
  ['a text that is too large', 'a'.repeat(MAX_YAML_BYTES + 1), 'yaml.size 1:1'],
])('%s is a fault with its place', (_, text, fault) => {
  expect(faultOf(text)).toBe(fault);
});

test('the other documents of a text with a fault are read', () => {
  const documents = readYaml('a: 1\n---\nb: *c\n---\nd: 2\n');
  expect(documents.map(({ data }) => data)).toEqual([{ a: 1 }, undefined, { d: 2 }]);
});

test('YAML means what it means to an API client', () => {
  const [document] = readYaml('{mode: 0644, on: yes, time: 12:30, day: 2026-01-31, merged: {<<: {a: 1}, b: 2}}\n');
  expect(document?.data).toEqual({ mode: 420, true: true, time: '12:30', day: '2026-01-31', merged: { a: 1, b: 2 } });
});

test.each([
  ['empty', ''],
  ['a comment', '# nothing\n'],
])('a text that is %s holds nothing', (_, text) => {
  expect(readYaml(text).filter(({ data }) => data !== null)).toEqual([]);
});

/** Signs that begin something in YAML, in any order. */
const signs = fc.constantFrom(
  'a',
  ':',
  ' ',
  '\n',
  '-',
  '[',
  '{',
  ']',
  '}',
  ',',
  '"',
  "'",
  '&a ',
  '*a',
  '|',
  '>',
  '#',
  '!',
  '!!x ',
  '? ',
  '%',
  '\t',
  '<<: ',
  '---\n',
  '...\n',
  '\u0000',
  '\u0001',
  '😀',
);

test('no text makes it throw or hang, and each fault has a place', () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(signs, { maxLength: 60 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, (yaml) => {
      for (const { fault } of readYaml(yaml)) expect((fault && positionOf(fault)?.line) ?? 1).toBeGreaterThan(0);
    }),
    { numRuns: 4000 },
  );
});
