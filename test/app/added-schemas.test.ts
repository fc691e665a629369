import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addedSchemas, SCHEMA_FOLDER } from '../../src/app/added-schemas';
import { codeOf } from '../support/code-of';

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  mkdirSync(join(folder, SCHEMA_FOLDER), { recursive: true });
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const put = (name: string, text: string) => writeFileSync(join(SCHEMA_FOLDER, name), text);

test('a project without the folder has none', () => {
  rmSync(SCHEMA_FOLDER, { recursive: true });
  expect(addedSchemas()).toEqual([]);
});

test('the files are read in the order of their names, and others are passed over', () => {
  put('b.json', '{"kinds":{"b/v1/B":0},"nodes":[{}]}');
  put('a.json', '{"kinds":{"a/v1/A":0},"nodes":[{}]}');
  put('README.md', 'not a schema');
  expect(addedSchemas().flatMap(({ kinds }) => Object.keys(kinds))).toEqual(['a/v1/A', 'b/v1/B']);
});

test.each([
  '',
  'null',
  '7',
  '[]',
  '{',
  '{}',
  '{"kinds":null,"nodes":[]}',
  '{"kinds":[],"nodes":[]}',
  '{"kinds":{"a/v1/A":0},"nodes":[]}',
  '{"kinds":{"a/v1/A":"0"},"nodes":[{}]}',
  '{"kinds":{"a/v1/A":0},"nodes":[null]}',
  '{"kinds":{"a/v1/A":0},"nodes":[{}],"clusterScoped":7}',
])('a file that was broken by hand is refused by name: %s', (text) => {
  put('a.json', text);
  expect(codeOf(addedSchemas)).toBe('cli.schemas');
});
