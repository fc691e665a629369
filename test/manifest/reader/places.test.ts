import fc from 'fast-check';
import type { ValuePath } from '../../../src/base/value-path';
import { libraryNodes } from '../../../src/manifest/reader/library-documents';
import { plainDocuments } from '../../../src/manifest/reader/plain-documents';
import { nodeOffset, SourcePositions } from '../../../src/manifest/reader/source-positions';
import { manifestLines } from './manifest-lines';

const TEXT = `# note
a: b
list:
  - name: x
    flow: {c: d, e: [1, "two"]}
  -
    name: y
  - z
---
{a: &x {b: c}, d: *x}
`;

test.each<[string, ValuePath, number, string]>([
  ['a field at its name', ['a'], 0, '2:1'],
  ['an item at itself', ['list', 0], 0, '4:5'],
  ['an item below its dash at itself', ['list', 1], 0, '7:5'],
  ['a text in a list', ['list', 2], 0, '8:5'],
  ['what lies on one line', ['list', 0, 'flow', 'e', 1], 0, '5:25'],
  ['a missing field at what is around it', ['list', 1, 'image'], 0, '7:5'],
  ['a document at its content', [], 1, '10:1'],
  ['a field of another document', ['a', 'b'], 1, '10:9'],
  ['nothing behind an alias', ['d', 'b'], 1, '10:16'],
])('finds %s', (_, path, document, place) => {
  const found = new SourcePositions(TEXT).find(document, path);
  expect(`${found?.line}:${found?.column}`).toBe(place);
  const plain = TEXT.slice(0, TEXT.indexOf('---'));
  if (document === 0) expect(new SourcePositions(plain).find(0, path)).toEqual(found);
});

test('finds nothing in a document that is not there', () => {
  expect(new SourcePositions('a: b\n').find(1, [])).toBeUndefined();
});

function* pathsOf(data: unknown, path: ValuePath = []): Iterable<ValuePath> {
  yield path;
  yield [...path, 'no such field'];
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Array.isArray(data) ? data.entries() : Object.entries(data)) yield* pathsOf(value, [...path, key]);
}

test('a value of a plain text stands where the library says', () => {
  let found = 0;
  fc.assert(
    fc.property(manifestLines, (text) => {
      const documents = plainDocuments(text);
      if (documents === undefined) return;
      const nodes = libraryNodes(text);
      const places = new SourcePositions(text);
      for (const [index, { data }] of documents.entries()) {
        if (data === null) continue;
        for (const path of pathsOf(data)) {
          found += 1;
          const offset = nodeOffset(nodes[index]?.contents ?? null, path) ?? -1;
          const before = text.slice(0, offset).split('\n');
          expect([path, places.find(index, path)]).toEqual([path, { line: before.length, column: (before.at(-1) ?? '').length + 1 }]);
        }
      }
    }),
    { numRuns: 3000 },
  );
  expect(found).toBeGreaterThan(500);
});
