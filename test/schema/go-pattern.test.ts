import { SCHEMA_PACKS } from '../../imports/schemas';
import type { SchemaPack } from '../../src/schema/packs/schema-node';
import { goPattern } from '../../src/schema/structure/go-pattern';

test.each([
  ['^(?i)(abort|warn)?$', 'WARN', true],
  ['^(?i)(abort|warn)?$', 'never', false],
  ['^[[:alpha:]]+$', 'abc', true],
  ['\\Aa\\z', 'a', true],
  ['^(?P<name>a)$', 'a', true],
  ['^[a\\-z]$', '-', true],
  ['^.$', '😀', true],
])('%s on %s: %s', (pattern, text, matches) => {
  expect(goPattern(pattern)?.test(text)).toBe(matches);
});

test('every pattern of the schemas can be read', () => {
  const packs = Object.values(SCHEMA_PACKS).map((load) => load() as SchemaPack);
  const patterns = packs.flatMap(({ nodes }) => nodes.flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern])));
  expect(patterns.length).toBeGreaterThan(50);
  expect(patterns.filter((pattern) => goPattern(pattern) === undefined)).toEqual([]);
});
