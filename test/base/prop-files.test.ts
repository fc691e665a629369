import { readFileSync } from 'node:fs';
import { SHAPES_FILE, shapesText } from '../../scripts/prop-schemas/prop-files';
import { PROP_SCHEMAS } from '../../src/base/public-shapes';

test('the shapes are those of the types: else run npx tsx scripts/prop-schemas/main.ts', () => {
  expect(readFileSync(SHAPES_FILE, 'utf8')).toBe(shapesText());
}, 60_000);

test('every name in them leads to a table', () => {
  const text = JSON.stringify(PROP_SCHEMAS);
  const named = (key: string) => new Set([...text.matchAll(new RegExp(`"${key}":"([^"]+)"`, 'g'))].map((match) => match[1] ?? ''));
  expect([...named('of')].filter((name) => !Object.hasOwn(PROP_SCHEMAS.definitions, name))).toEqual([]);
  expect([...named('instance')].filter((name) => !Object.hasOwn(PROP_SCHEMAS.instances, name))).toEqual([]);
});
