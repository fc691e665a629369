import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '..');

/** Files that projen writes; the lock file is npm's. */
const { files } = JSON.parse(readFileSync(join(REPOSITORY, '.projen/files.json'), 'utf8')) as { readonly files: readonly string[] };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'projen-'));
  for (const file of ['.projenrc.ts', 'package.json', 'biome.jsonc', ...files]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(REPOSITORY, file), join(folder, file));
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, ['--import', 'tsx', '.projenrc.ts'], {
    cwd: folder,
    stdio: 'pipe',
    env: { ...process.env, PROJEN_DISABLE_POST: 'true', CI: undefined },
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['package.json', 'biome.jsonc', ...files.filter((file) => file !== 'package.json')])('%s is what .projenrc.ts gives', (file) => {
  expect(existsSync(join(REPOSITORY, file))).toBe(true);
  expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(REPOSITORY, file), 'utf8'));
});
