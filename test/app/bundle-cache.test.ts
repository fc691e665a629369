import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedBundle } from '../../src/app/bundle-cache';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  mkdirSync(join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
const entry = () => join(folder, 'main.ts');
const cacheFiles = () => readdirSync(join(folder, 'node_modules/.cache/cdk8s-mlops'), { recursive: true }).map(String);

/** Puts a mark into the cached code: code that carries it came from the cache. */
function markCache(): void {
  const file = cacheFiles().find((name) => name.endsWith('app.cjs')) ?? '';
  const path = join(folder, 'node_modules/.cache/cdk8s-mlops', file);
  writeFileSync(path, `${readFileSync(path, 'utf8')}// from the cache\n`);
}

test('a bundle comes from the cache as long as nothing it was made from changes', async () => {
  write('main.ts', "import { part } from './part';\nconsole.log(part);\n");
  write('part.ts', "export const part = 'one';\n");
  expect((await cachedBundle(entry())).code).toContain("'one'".replaceAll("'", '"'));
  markCache();
  expect((await cachedBundle(entry())).code).toContain('// from the cache');
});

test.each(['main.ts', 'part.ts', 'tsconfig.json', 'package.json', 'node_modules/.package-lock.json'])(
  'a change of %s makes it again',
  async (path) => {
    write('main.ts', "import { part } from './part';\nconsole.log(part);\n");
    write('part.ts', "export const part = 'one';\n");
    await cachedBundle(entry());
    markCache();
    write(path, path.endsWith('.ts') ? "export const part = 'changed';\n" : '{}\n');
    expect((await cachedBundle(entry())).code).not.toContain('// from the cache');
  },
);

test('the same size at another time counts as changed', async () => {
  write('main.ts', 'console.log(1);\n');
  await cachedBundle(entry());
  write('main.ts', 'console.log(2);\n');
  utimesSync(entry(), new Date(), new Date(Date.now() + 10_000));
  expect((await cachedBundle(entry())).code).toContain('console.log(2)');
});

test('a cache that is damaged is not used', async () => {
  write('main.ts', 'console.log(1);\n');
  await cachedBundle(entry());
  const file = cacheFiles().find((name) => name.endsWith('entry.json')) ?? '';
  write(join('node_modules/.cache/cdk8s-mlops', file), '{"inputs":');
  expect((await cachedBundle(entry())).code).toContain('console.log(1)');
});

test('--no-cache neither reads nor writes one', async () => {
  write('main.ts', 'console.log(1);\n');
  await cachedBundle(entry(), false);
  expect(readdirSync(join(folder, 'node_modules'))).toEqual([]);
});
