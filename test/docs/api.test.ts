import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPages } from '../../scripts/api-reference/pages';
import { type Member, publicApi } from '../../scripts/api-reference/public-api';
import { ROOT } from './markdown';

const FOLDER = join(ROOT, 'docs/api');
const ENTRIES = ['src/index.ts', 'src/check.ts', 'src/testing.ts'].filter((file) => existsSync(join(ROOT, file)));
const api = publicApi(ROOT, ENTRIES);

test('docs/api is what the doc comments say; WRITE_DOCS=1 writes it', () => {
  const pages = apiPages(api, ROOT);
  if (process.env.WRITE_DOCS !== undefined) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const [file, text] of pages) writeFileSync(join(FOLDER, file), text);
  }
  expect(readdirSync(FOLDER).sort()).toEqual([...pages.keys()].sort());
  for (const [file, text] of pages) expect(readFileSync(join(FOLDER, file), 'utf8')).toBe(text);
});
const undocumented = (owner: string, members: readonly Member[]): readonly string[] =>
  members.filter(({ doc }) => doc.text === '').map(({ name }) => `${owner}.${name}`);

const withoutDefault = (owner: string, members: readonly Member[]): readonly string[] =>
  members.filter(({ optional, doc }) => optional && doc.default === undefined).map(({ name }) => `${owner}.${name}`);

test('every construct and factory, and every function of them, has a doc comment', () => {
  const named = [...api.constructs, ...api.factories, ...api.functions.map(({ name, doc }) => ({ name, doc }))];
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter(({ doc }) => doc.text === '').map(({ name }) => name)).toEqual([]);
  expect(api.factories.flatMap(({ name, functions }) => undocumented(name, functions))).toEqual([]);
});

test('every prop of a construct has a doc comment, and a default where it is optional', () => {
  expect(api.constructs.flatMap(({ name, props }) => undocumented(name, props))).toEqual([]);
  expect(api.constructs.flatMap(({ name, props }) => withoutDefault(name, props))).toEqual([]);
});

test('every property of a public type has a doc comment', () => {
  const types = api.types.filter(({ text }) => text === undefined);
  expect(types.flatMap(({ name, props }) => undocumented(name, props))).toEqual([]);
});
