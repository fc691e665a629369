import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleProgram } from '../../src/app/bundle';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'bundle-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

function evaluate(code: string): unknown {
  const result: { value?: unknown } = {};
  new Function('require', 'module', 'exports', 'result', code)(require, { exports: {} }, {}, result);
  return result.value;
}

test('a file keeps its own place: __dirname, __filename and import.meta.url', async () => {
  writeFileSync(
    join(folder, 'main.ts'),
    "import { place } from './part';\ndeclare const result: { value: unknown };\nresult.value = place;\n",
  );
  writeFileSync(join(folder, 'part.ts'), 'export const place: readonly string[] = [__dirname, __filename, import.meta.url];\n');
  const { code, inputs } = await bundleProgram(join(folder, 'main.ts'));
  const part = join(folder, 'part.ts');
  expect(evaluate(code)).toEqual([folder, part, pathToFileURL(part).href]);
  expect([...inputs].sort()).toEqual([join(folder, 'main.ts'), part]);
});

test('class names stay what they are in the source', async () => {
  writeFileSync(join(folder, 'main.ts'), "import './part';\nclass Same {}\n(globalThis as any).same = Same;\nresult.value = Same.name;\n");
  writeFileSync(join(folder, 'part.ts'), 'class Same {}\n(globalThis as any).other = Same;\n');
  expect(evaluate((await bundleProgram(join(folder, 'main.ts'))).code)).toBe('Same');
});

test.each([
  ['const = 1;\n', /main\.ts:1:6$/],
  ["import './absent';\n", /main\.ts:1:7$/],
])('%j is refused with file, line and column', async (text, where) => {
  writeFileSync(join(folder, 'main.ts'), text);
  await expect(bundleProgram(join(folder, 'main.ts'))).rejects.toMatchObject({ code: 'cli.bundle', where: expect.stringMatching(where) });
});
