import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { plainYaml } from '../../src/check/plain-yaml';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { distObjects } from '../support/dist-objects';

/** All that the library reads as text, number, truth or null in YAML 1.1; times are text. */
function libraryYaml(text: string): unknown {
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    logLevel: 'error',
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp')),
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  if (documents.some(({ errors }) => errors.length > 0)) return 'wrong';
  try {
    return documents.map((document) => document.toJS());
  } catch {
    return 'wrong';
  }
}

/** Pieces that people write in manifests, and the traps among them. */
const piece = fc.constantFrom(
  'a: b',
  'a:',
  'kind: Pod',
  '- a',
  '- a: b',
  '-',
  '  a: b',
  '  - x',
  '    deep: 1',
  '# note',
  'a: b # note',
  'a: "x # y"',
  "b: 'it''s'",
  'c: |',
  'c: |-',
  'c: |+',
  '    text',
  '      more',
  '',
  '---',
  '...',
  'd: {}',
  'd: []',
  'd: [a, "b", 3]',
  'd: {a: b, c: [1, 2]}',
  'd: [a, ]',
  'd: {a}',
  'e: 0644',
  'e: 1_000',
  'e: 0x1f',
  'e: 1e3',
  'e: 1.5',
  'e: .5',
  'e: -0',
  'e: 12:30',
  'e: 1.2.3',
  'e: 500m',
  'e: 25%',
  'e: yes',
  'e: Off',
  'e: ~',
  'e: null',
  'e: 2026-01-31',
  'e: =',
  'f: a: b',
  'f: a:b',
  'f: http://x/y',
  'f: a#b',
  'f: a #b',
  'g: &x 1',
  'g: *x',
  'g: !!str 1',
  '? k',
  '<<: {a: b}',
  'on: 1',
  'yes: 1',
  '"q k": v',
  "'s': v",
  'h: "a\\nb"',
  'h: "a',
  '1: a',
  'i: >-',
  'i: - a',
  'i: -a',
  'j: [[1], {b: {}}]',
  'j: [a b, c]',
  'j: {a: "b", c: d e}',
  'j: [a:b]',
  'j: {a:b}',
  'k: @x',
  'k: %x',
  'k: `x`',
  'l: a   ',
  '-  spaced: x',
  'e: "yes"',
  'a.b/c: d',
  '- - a',
  'e: +1',
  'e: 1.',
  'e: 9007199254740993',
  '%YAML 1.1',
  'j: {a: }',
  'j: [1.5, 0644, yes]',
);
const indent = fc.constantFrom('', '', '', '  ', '    ');
const text = fc
  .array(fc.tuple(indent, piece), { minLength: 1, maxLength: 7 })
  .map((lines) => `${lines.map(([before, line]) => before + line).join('\n')}\n`);

test('what it reads, the library reads the same; the rest it leaves to the library', () => {
  let read = 0;
  fc.assert(
    fc.property(text, (yaml) => {
      const plain = plainYaml(yaml);
      if (plain === undefined) return;
      read += 1;
      expect(plain.filter((each) => each !== null)).toEqual((libraryYaml(yaml) as unknown[]).filter((each) => each !== null));
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
      const plain = plainYaml(yamlDocument(manifest));
      if (plain === undefined) return;
      read += 1;
      expect(plain).toEqual([JSON.parse(JSON.stringify(manifest))]);
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(100);
});

test('it reads every file of the examples', () => {
  const left = distObjects().filter(({ object }) => plainYaml(yamlDocument(object as never)) === undefined);
  expect(left.map(({ file }) => file)).toEqual([]);
});
