import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundleProgram } from '../../src/app/bundle';
import { SourceStacks } from '../../src/app/source-stack';

test('places in the bundle become places in the source; frames of packages and of Node are left out', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stack-')));
  try {
    const entry = join(folder, 'main.ts');
    writeFileSync(entry, "import { fail } from './part';\n\nfail();\n");
    writeFileSync(
      join(folder, 'part.ts'),
      "interface Unused {\n  readonly a: string;\n}\n\nexport function fail(): never {\n  throw new Error('broken');\n}\n",
    );
    const { code, map } = await bundleProgram(entry);
    const error = failure(code, entry);
    const place = (path: string) => relative(process.cwd(), join(folder, path));
    const stacks = new SourceStacks(entry, () => map);
    expect(stacks.text(error).split('\n')).toEqual([
      'Error: broken',
      `    at fail (${place('part.ts')}:6:9)`,
      expect.stringContaining(`${place('main.ts')}:3:1`),
    ]);
    expect(stacks.frames(error.stack ?? '')).toEqual([
      { caller: 'fail', file: place('part.ts'), line: 6, column: 9 },
      expect.objectContaining({ file: place('main.ts'), line: 3, column: 1 }),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function failure(code: string, filename: string): Error {
  try {
    require('node:vm').runInThisContext(`(function (require, module, exports) { ${code}\n})`, { filename })(require, { exports: {} }, {});
  } catch (error) {
    return error as Error;
  }
  throw new Error('the program did not fail');
}
