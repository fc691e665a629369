import { readdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { inventoryName, inventoryText } from '../../src/manifest/inventory';
import { planTree } from '../../src/store/plan-tree';
import { writeTree } from '../../src/store/write-tree';
import { codeOf, type Files, link, onDisk, put, removeTemporaryDirectories, temporaryDirectory, timesOf, treeOf } from './on-disk';

afterEach(removeTemporaryDirectories);

function rendered(files: Files): string {
  const root = temporaryDirectory();
  writeTree(root, treeOf(files));
  return root;
}

/** A plan as `path: change` lines, inventories in brackets. */
function lines(root: string, files: Files): string[] {
  return planTree(root, treeOf(files)).changes.map(({ path, change, inventory }) =>
    inventory ? `[${path.replace(inventoryName, 'inventory')}: ${change}]` : `${path}: ${change}`,
  );
}

test('a plan for a directory that does not exist creates all, and writes nothing', () => {
  const root = temporaryDirectory();
  const plan = planTree(`${root}/dist`, treeOf({ 'prod/b.yaml': 'b', 'prod-eu/a.yaml': 'a', 'top.yaml': 't' }));
  expect(plan.outdir).toBe(`${root}/dist`);
  expect(plan.newDirectories).toEqual(['prod', 'prod-eu']);
  expect(plan.changes.filter(({ inventory }) => !inventory)).toEqual([
    { path: 'prod-eu/a.yaml', change: 'created', inventory: false, after: 'a' },
    { path: 'prod/b.yaml', change: 'created', inventory: false, after: 'b' },
    { path: 'top.yaml', change: 'created', inventory: false, after: 't' },
  ]);
  expect(readdirSync(root)).toEqual([]);
});

test('a plan is sorted, and has the old and the new text of what changes', () => {
  const root = rendered({ 'a/keep.yaml': 'k', 'a/edit.yaml': 'old', 'a/gone.yaml': 'g' });
  const { changes } = planTree(root, treeOf({ 'a/new.yaml': 'n', 'a/keep.yaml': 'k', 'a/edit.yaml': 'new' }));
  expect(changes).toEqual([
    {
      path: `a/${inventoryName}`,
      change: 'configured',
      inventory: true,
      before: inventoryText('a', ['edit.yaml', 'gone.yaml', 'keep.yaml']),
      after: inventoryText('a', ['edit.yaml', 'keep.yaml', 'new.yaml']),
    },
    { path: 'a/edit.yaml', change: 'configured', inventory: false, before: 'old', after: 'new' },
    { path: 'a/gone.yaml', change: 'deleted', inventory: false, before: 'g' },
    { path: 'a/keep.yaml', change: 'unchanged', inventory: false },
    { path: 'a/new.yaml', change: 'created', inventory: false, after: 'n' },
  ]);
});

test('planning touches nothing', () => {
  const root = rendered({ 'a/x.yaml': 'x' });
  const before = [onDisk(root), timesOf(root)];
  lines(root, { 'a/x.yaml': 'changed', 'b/y.yaml': 'y' });
  expect([onDisk(root), timesOf(root)]).toEqual(before);
});

test('a file of ours that somebody edited is configured, and one that somebody deleted is created', () => {
  const root = rendered({ 'a/x.yaml': 'x', 'a/y.yaml': 'y' });
  put(root, { 'a/x.yaml': 'edited' });
  unlinkSync(`${root}/a/y.yaml`);
  expect(lines(root, { 'a/x.yaml': 'x', 'a/y.yaml': 'y' })).toEqual([
    '[a/inventory: unchanged]',
    'a/x.yaml: configured',
    'a/y.yaml: created',
  ]);
});

test('a directory that left the tree, or has no files in it any more, is deleted with its inventory', () => {
  const root = rendered({ 'a/x.yaml': 'x', 'b/y.yaml': 'y' });
  expect(planTree(root, new Map([['b', new Map()]])).changes.map(({ path, change }) => `${path}: ${change}`)).toEqual([
    `a/${inventoryName}: deleted`,
    'a/x.yaml: deleted',
    `b/${inventoryName}: deleted`,
    'b/y.yaml: deleted',
  ]);
});

test('a missing inventory is created, a wrong one configured', () => {
  const root = rendered({ 'a/x.yaml': 'x', 'b/y.yaml': 'y' });
  unlinkSync(`${root}/a/${inventoryName}`);
  put(root, { [`b/${inventoryName}`]: `${inventoryText('b', ['y.yaml'])}z.yaml\n` });
  expect(lines(root, { 'a/x.yaml': 'x', 'b/y.yaml': 'y' })).toEqual([
    '[a/inventory: created]',
    'a/x.yaml: unchanged',
    '[b/inventory: configured]',
    'b/y.yaml: unchanged',
  ]);
});

test('a file of others with the same content is adopted', () => {
  const root = temporaryDirectory();
  put(root, { 'a/x.yaml': 'x' });
  expect(lines(root, { 'a/x.yaml': 'x' })).toEqual(['[a/inventory: created]', 'a/x.yaml: unchanged']);
});

test('files of others with other content are named and refused', () => {
  const root = temporaryDirectory();
  put(root, { 'a/x.yaml': 'by hand', 'a/y.yaml': 'by hand' });
  const plan = () => planTree(root, treeOf({ 'a/y.yaml': 'y', 'a/x.yaml': 'x' }));
  expect(codeOf(plan)).toBe('store.unowned');
  expect(plan).toThrow(`${root}/a/x.yaml: exists with other content, and no inventory lists it as ours; so do 1 more: a/y.yaml`);
});

test("another app's output below ours is left alone, and refused as a place to write", () => {
  const root = rendered({ 'a/x.yaml': 'x' });
  writeTree(`${root}/nested`, treeOf({ 'b/y.yaml': 'y', 'top.yaml': 't' }));
  expect(lines(root, { 'a/x.yaml': 'x' })).toEqual(['[a/inventory: unchanged]', 'a/x.yaml: unchanged']);
  expect(codeOf(() => planTree(root, treeOf({ 'nested/x.yaml': 'x' })))).toBe('store.foreign');
  expect(codeOf(() => planTree(root, treeOf({ 'nested/b/x.yaml': 'x' })))).toBe('store.foreign');
});

test('a tree moved to another place is still ours', () => {
  const root = rendered({ 'a/b/x.yaml': 'x' });
  const moved = `${temporaryDirectory()}/moved`;
  renameSync(root, moved);
  expect(lines(moved, {})).toEqual(['[a/b/inventory: deleted]', 'a/b/x.yaml: deleted']);
});

describe('what stands in the way is refused', () => {
  const tree = treeOf({ 'a/b/x.yaml': 'x' });
  const outside = () => {
    const elsewhere = temporaryDirectory();
    put(elsewhere, { 'x.yaml': 'x', 'b/x.yaml': 'x' });
    return elsewhere;
  };

  test.each([
    ['a link in the place of a directory', 'store.symlink', (root: string) => link(root, 'a', outside())],
    ['a dangling link in the place of a directory', 'store.symlink', (root: string) => link(root, 'a', 'nowhere')],
    ['a file in the place of a directory', 'store.kind', (root: string) => put(root, { a: '' })],
    ['a directory of another case', 'store.case', (root: string) => put(root, { 'A/README.md': '' })],
    ['a deep link', 'store.symlink', (root: string) => link(root, 'a/b', outside())],
    ['a deep file', 'store.kind', (root: string) => put(root, { 'a/b': '' })],
    ['a deep directory of another case', 'store.case', (root: string) => put(root, { 'a/B/README.md': '' })],
    ['a link in the place of a file', 'store.symlink', (root: string) => link(root, 'a/b/x.yaml', `${outside()}/x.yaml`)],
    ['a dangling link in the place of a file', 'store.symlink', (root: string) => link(root, 'a/b/x.yaml', 'nowhere')],
    ['a directory in the place of a file', 'store.kind', (root: string) => put(root, { 'a/b/x.yaml/c': '' })],
    ['a file of another case', 'store.case', (root: string) => put(root, { 'a/b/X.yaml': '' })],
  ])('%s', (_, code, prepare) => {
    const root = temporaryDirectory();
    prepare(root);
    const before = onDisk(root);
    expect(codeOf(() => planTree(root, tree))).toBe(code);
    expect(codeOf(() => writeTree(root, tree))).toBe(code);
    expect(onDisk(root)).toEqual(before);
  });
});

test('a link that has taken the place of a stale file is refused, and a directory there is left alone', () => {
  const root = rendered({ 'a/x.yaml': 'x', 'a/y.yaml': 'y' });
  rmSync(`${root}/a/x.yaml`);
  put(root, { 'a/x.yaml/README.md': '' });
  expect(lines(root, {})).toEqual(['[a/inventory: deleted]', 'a/y.yaml: deleted']);
  rmSync(`${root}/a/y.yaml`);
  symlinkSync('/etc/hostname', `${root}/a/y.yaml`);
  expect(codeOf(() => planTree(root, treeOf({})))).toBe('store.symlink');
});

test('a file of ours may be renamed in case only', () => {
  const root = rendered({ 'a/X.yaml': 'x' });
  expect(lines(root, { 'a/x.yaml': 'x' })).toEqual(['[a/inventory: configured]', 'a/X.yaml: deleted', 'a/x.yaml: created']);
});

test('an unsafe tree and an unsafe output directory are refused before the disk is read', () => {
  expect(codeOf(() => planTree('/', treeOf({ 'a/x.yaml': 'x' })))).toBe('store.outdir');
  expect(codeOf(() => planTree(temporaryDirectory(), treeOf({ '../x.yaml': 'x' })))).toBe('store.path');
});
