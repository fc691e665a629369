import { mkdirSync, symlinkSync } from 'node:fs';
import { inventoryName, inventoryText } from '../../src/manifest/inventory';
import { scan } from '../../src/store/scan';
import { codeOf, put, removeTemporaryDirectories, temporaryDirectory } from './on-disk';

afterEach(removeTemporaryDirectories);

const foreign = inventoryText('', ['x.yaml']);

test('an output directory that does not exist is an empty one', () => {
  expect([...scan('/no/such/place')]).toEqual([['', { entries: new Map(), inventory: undefined }]]);
});

test('directories are found with their entries and with the inventories that lead back to the output directory', () => {
  const root = temporaryDirectory();
  put(root, { 'a/b/x.yaml': '', [`a/b/${inventoryName}`]: inventoryText('a/b', ['x.yaml']), 'c/README.md': '' });
  const disk = scan(root);
  expect([...disk.keys()].sort()).toEqual(['', 'a', 'a/b', 'c']);
  expect([...(disk.get('a/b')?.inventory?.names ?? [])]).toEqual(['x.yaml']);
  expect(disk.get('c')?.inventory).toBeUndefined();
});

test("links, .git, the staging directory and another app's output are not entered", () => {
  const root = temporaryDirectory();
  put(root, { '.git/x': '', '.cdk8s-mlops.staging/x': '', [`other/${inventoryName}`]: foreign, [`other/deep/${inventoryName}`]: 'broken' });
  symlinkSync('/', `${root}/link`);
  expect([...scan(root).keys()]).toEqual(['']);
});

test("an output directory inside another app's is refused", () => {
  const root = temporaryDirectory();
  put(root, { [inventoryName]: inventoryText('prod', []) });
  expect(codeOf(() => scan(root))).toBe('store.foreign');
});

test('a broken inventory is named with its line, and one that is no plain file is refused', () => {
  const root = temporaryDirectory();
  put(root, { [`a/${inventoryName}`]: '# x\nroot: ..\n<<<<<<< HEAD\n' });
  expect(() => scan(root)).toThrow(`${root}/a/${inventoryName}:3: "<<<<<<< HEAD" is a merge-conflict marker`);
  const linked = temporaryDirectory();
  symlinkSync(`${root}/a/${inventoryName}`, `${linked}/${inventoryName}`);
  expect(codeOf(() => scan(linked))).toBe('store.symlink');
  const directory = temporaryDirectory();
  mkdirSync(`${directory}/${inventoryName}`);
  expect(codeOf(() => scan(directory))).toBe('store.kind');
});
