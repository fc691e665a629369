import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_YAML_BYTES } from '../../src/manifest/reader/read-yaml';
import { manifestFiles, manifestFileText } from '../../src/store/manifest-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([0, 1, 65_535, 65_536, 65_537, 200_000])('a file of %d letters is read whole, signs of several bytes too', (length) => {
  const file = join(folder, 'a.yaml');
  const text = `${'a'.repeat(length)}é😀`;
  writeFileSync(file, text);
  expect(manifestFileText(file)).toBe(text);
});

test('a file that is too large is a fault with its size', () => {
  const file = join(folder, 'a.yaml');
  writeFileSync(file, Buffer.alloc(MAX_YAML_BYTES + 2 ** 20, ' '));
  expect(manifestFileText(file)).toMatchObject({ code: 'yaml.size', what: 'the file has 21 MiB; the maximum is 20 MiB' });
});

test('a pipe is read to its end', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = `(printf 'a: 1\\n'; printf 'b: %0100000d\\n' 2) > '${pipe}' &`;
  execFileSync('sh', ['-c', writer], { stdio: 'ignore' });
  expect(manifestFileText(pipe)).toBe(`a: 1\nb: ${'2'.padStart(100_000, '0')}\n`);
});

test.each([
  ['is not there', 'gone'],
  ['lies below a file', 'a.yaml/b'],
])('a path that %s is refused', (_, path) => {
  writeFileSync(join(folder, 'a.yaml'), '');
  expect(() => manifestFiles(join(folder, path))).toThrow('[cli.path]');
});
