import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readManifestDirectory } from '../../src/store/manifest-directory';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifests-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const object = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\n`;
const names = (path = folder): string[] => readManifestDirectory(path).manifests.map(({ manifest }) => manifest.metadata.name);

test('reads YAML and JSON below a directory, in the order of their paths', () => {
  write('b/two.yml', object('two'));
  write('a.yaml', object('one'));
  write('b/three.json', JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'three' } }));
  write('README.md', object('no'));
  expect(names()).toEqual(['one', 'three', 'two']);
});

test('reads a single file', () => {
  write('a.yaml', object('one'));
  write('b.yaml', object('two'));
  expect(names(join(folder, 'a.yaml'))).toEqual(['one']);
});

test('follows no link and enters neither .git nor node_modules', () => {
  write('.git/a.yaml', object('no'));
  write('node_modules/a.yaml', object('no'));
  write('real/a.yaml', object('one'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  symlinkSync(folder, join(folder, 'real/loop'));
  expect(names()).toEqual(['one']);
});

test('a file that is too large is a problem with its name, and is not read', () => {
  write('large.yaml', `# ${'x'.repeat(21 * 1024 * 1024)}`);
  const file = join(folder, 'large.yaml');
  expect(readManifestDirectory(folder)).toMatchObject({
    manifests: [],
    findings: [{ code: 'yaml.size', where: file, what: 'the file has 21 MiB; the maximum is 20 MiB', subject: { file } }],
  });
});

test('refuses a directory that is not there', () => {
  expect(() => readManifestDirectory(join(folder, 'gone'))).toThrow('[cli.path]');
});
