import fc from 'fast-check';
import { libraryDocuments } from '../../../src/manifest/reader/library-documents';
import { plainDocuments } from '../../../src/manifest/reader/plain-documents';
import { yamlDocument } from '../../../src/manifest/yaml-text';
import { distObjects } from '../../support/dist-objects';
import { manifestLines } from './manifest-lines';

const plainData = (text: string): unknown[] | undefined => plainDocuments(text)?.map(({ data }) => data);
const libraryData = (text: string): unknown[] => libraryDocuments(text).map(({ data, fault }) => fault ?? data);

test('what it reads, the library reads the same; the rest it leaves to the library', () => {
  let read = 0;
  fc.assert(
    fc.property(manifestLines, (yaml) => {
      const plain = plainData(yaml);
      if (plain === undefined) return;
      read += 1;
      expect(plain.filter((each) => each !== null)).toEqual(libraryData(yaml).filter((each) => each !== null));
    }),
    { numRuns: 6000 },
  );
  expect(read).toBeGreaterThan(300);
});

test('it reads all that this library writes', () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom('a\nb\n', '  x', 'yes', '0644', 'a: b', '# c', '1e3', '-', '---'),
  );
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('data'), { maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^[A-Za-z_][\w./-]{0,8}$/), tie('data'), { maxKeys: 4 }),
    ),
  }));
  let read = 0;
  fc.assert(
    fc.property(data, (spec) => {
      const manifest = { apiVersion: 'v1', kind: 'Widget', metadata: { name: 'a' }, spec };
      const plain = plainData(yamlDocument(manifest));
      if (plain === undefined) return;
      read += 1;
      expect(plain).toEqual([JSON.parse(JSON.stringify(manifest))]);
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(100);
});

test('it reads every file of the examples', () => {
  const left = distObjects().filter(({ object }) => plainDocuments(yamlDocument(object as never)) === undefined);
  expect(left.map(({ file }) => file)).toEqual([]);
});

test.each([
  ['a sign of control in quotes', 'a: "\u0001"\n', [{ a: '\u0001' }]],
  ['a space that is none, at the end', 'a: b\u00a0\n', [{ a: 'b\u00a0' }]],
  ['an address in a list on one line', 'a: [--url=http://x:80/y, b]\n', [{ a: ['--url=http://x:80/y', 'b'] }]],
  ['a key of a JavaScript object', 'constructor: 1\ntoString: 2\n', [{ constructor: 1, toString: 2 }]],
])('it reads %s as the library does', (_, text, data) => {
  expect(plainData(text)).toEqual(data);
  expect(libraryData(text)).toEqual(data);
});

test.each([
  ['a key twice', 'a: 1\na: 2\n'],
  ['the key of a prototype', '__proto__: {a: b}\n'],
  ['a tab', 'a:\tb\n'],
  ['lists that lie deep in one another', `${'['.repeat(102)}${']'.repeat(102)}`],
  ['maps that lie deep in one another', Array.from({ length: 102 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  [
    'lists on one line, deep inside of maps',
    `${Array.from({ length: 60 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')} ${'['.repeat(60)}${']'.repeat(60)}\n`,
  ],
])('it leaves %s to the library', (_, text) => {
  expect(plainDocuments(text)).toBeUndefined();
});
