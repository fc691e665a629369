import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { propFiles, REPOSITORY } from '../../scripts/prop-schemas/prop-files';
import { PROP_SCHEMA_FILES } from '../support/callables';

test('the prop schemas are those of the types: if not, run npx tsx scripts/prop-schemas/main.ts', () => {
  const files = propFiles();
  const isStale = ([path, text]: readonly [string, string]) =>
    !existsSync(join(REPOSITORY, path)) || readFileSync(join(REPOSITORY, path), 'utf8') !== text;
  expect([...files].filter(isStale).map(([path]) => path)).toEqual([]);
  const committed = readdirSync(join(REPOSITORY, 'imports/props')).map((file) => `imports/props/${file}`);
  expect(committed.filter((path) => !files.has(path))).toEqual([]);
}, 60_000);

test('every reference leads to a definition', () => {
  const references = [...PROP_SCHEMA_FILES.values()].flatMap((file) => [
    ...JSON.stringify(file).matchAll(/"\$ref":"props-([a-z-]+)\.json#\/\$defs\/([^"]+)"/g),
  ]);
  expect(references.length).toBeGreaterThan(500);
  expect(
    references.filter(([, room = '', name = '']) => PROP_SCHEMA_FILES.get(room)?.$defs[name] === undefined).map(([all]) => all),
  ).toEqual([]);
});
