import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformCacheFor, transformedCode, transformedMap, useTransformCache } from '../../src/app/typescript-transform';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'transform-'));
  mkdirSync(join(folder, 'node_modules'));
  useTransformCache(transformCacheFor(join(folder, 'main.ts')));
});
afterEach(() => {
  useTransformCache(undefined);
  rmSync(folder, { recursive: true });
});

const cacheFiles = () => readdirSync(join(folder, 'node_modules/.cache/cdk8s-mlops/modules')).map(String);

function code(text: string, format: 'commonjs' | 'module' = 'commonjs', name = 'main.ts'): string {
  writeFileSync(join(folder, name), text);
  return transformedCode(join(folder, name), text, format);
}

/** Puts a mark into cached code: code with it came from the cache. */
function markCache(): void {
  for (const file of cacheFiles().filter((name) => name.endsWith('.js'))) {
    const path = join(folder, 'node_modules/.cache/cdk8s-mlops/modules', file);
    writeFileSync(path, `/* cached */${readFileSync(path, 'utf8')}`);
  }
}

test('a module comes from the cache as long as its text is the same', () => {
  const text = 'export const part: string = "one";\n';
  code(text);
  markCache();
  expect(code(text)).toContain('/* cached */');
});

test('another text of the same size and the same time is not the cached one', () => {
  code('export const part = 1;\n');
  const { atime, mtime } = statSync(join(folder, 'main.ts'));
  markCache();
  writeFileSync(join(folder, 'main.ts'), 'export const part = 2;\n');
  utimesSync(join(folder, 'main.ts'), atime, mtime);
  const now = transformedCode(join(folder, 'main.ts'), readFileSync(join(folder, 'main.ts'), 'utf8'), 'commonjs');
  expect(now).toContain('part = 2');
  expect(now).not.toContain('/* cached */');
});

test('each file and each module format has its own entry, and an edit adds none', () => {
  code('export const part = 1;\n');
  code('export const part = 2;\n');
  expect(cacheFiles()).toHaveLength(2); // the code and its map
  code('export const part = 2;\n', 'module');
  code('export const part = 2;\n', 'commonjs', 'other.ts');
  expect(cacheFiles()).toHaveLength(6);
  expect(code('export const part = 2;\n', 'module')).toContain('export {');
});

test('a file that was cut short is not used', () => {
  const text = 'export const part = 1;\n';
  code(text);
  for (const file of cacheFiles()) {
    const path = join(folder, 'node_modules/.cache/cdk8s-mlops/modules', file);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 30));
  }
  expect(code(text)).toContain('part = 1');
  expect(JSON.parse(transformedMap(join(folder, 'main.ts'), text, 'commonjs'))).toMatchObject({ version: 3 });
});

test('without a cache nothing is written', () => {
  useTransformCache(undefined);
  expect(code('export const part = 1;\n')).toContain('part = 1');
  expect(readdirSync(join(folder, 'node_modules'))).toEqual([]);
});

test.each([
  ['const = 1;\n', 'main.ts:1:7', /fix the syntax/],
  ['\n  await Promise.resolve();\nexport {};\n', 'main.ts:2:3', /name the file \.mts/],
])('%j is refused with file, line and column', (text, where, fix) => {
  expect(() => code(text)).toThrow(
    expect.objectContaining({ code: 'cli.typescript', where: expect.stringContaining(where), fix: expect.stringMatching(fix) }),
  );
});

test('a broken tsconfig.json is refused by name', () => {
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": ');
  expect(() => code('export const part = 1;\n')).toThrow(expect.objectContaining({ code: 'cli.tsconfig' }));
});
