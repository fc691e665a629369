import { renameSync, rmSync } from 'node:fs';
import { inventoryName } from '../../src/manifest/inventory';
import { readJournal } from '../../src/store/journal';
import { pendingSteps } from '../../src/store/pending-steps';
import { recover } from '../../src/store/recover';
import { writeTree } from '../../src/store/write-tree';
import { crashAfter, stepsToCommit } from './crash';
import { codeOf, type Files, link, onDisk, put, removeTemporaryDirectories, temporaryDirectory, treeOf, withInventories } from './on-disk';

afterEach(removeTemporaryDirectories);

const before: Files = { 'a/x.yaml': 'x1', 'a/y.yaml': 'y1' };
const after: Files = { 'a/x.yaml': 'x2', 'a/z.yaml': 'z2', 'c/w.yaml': 'w2' };

/** A tree on its way from `before` to `after`, killed when the journal was complete and nothing was moved. */
function killed(): string {
  const root = temporaryDirectory();
  writeTree(root, treeOf(before));
  crashAfter(root, after, stepsToCommit(root, after));
  return root;
}

test('all steps are pending after the journal, and none that was done', () => {
  const root = killed();
  const journal = readJournal(root) ?? [];
  expect(pendingSteps(root, journal)).toEqual(journal);
  rmSync(`${root}/a/y.yaml`);
  renameSync(`${root}/.cdk8s-mlops.staging/files/1`, `${root}/a/x.yaml`);
  expect(pendingSteps(root, journal).map(({ path }) => path)).toEqual(['a/z.yaml', 'c', `a/${inventoryName}`]);
});

test.each([
  ['a file', { 'a/z.yaml': 'by hand' }],
  ['a directory', { 'c/README.md': 'by hand' }],
  ['a directory in the place of a file', { 'a/z.yaml/README.md': 'by hand' }],
])('%s that has come since is refused before anything is done, and not touched', (_, since) => {
  const root = killed();
  put(root, since);
  const there = onDisk(root);
  expect(codeOf(() => recover(root))).toBe('store.unowned');
  const { '.cdk8s-mlops.staging/lock': _lock, ...kept } = there;
  expect(onDisk(root)).toEqual(kept);
});

test('a file that has come since with the very content is adopted', () => {
  const root = killed();
  put(root, { 'a/z.yaml': 'z2' });
  recover(root);
  expect(onDisk(root)).toEqual(withInventories(after));
});

test('a stale file that the inventory no longer lists is kept', () => {
  const root = killed();
  put(root, { [`a/${inventoryName}`]: '# x\nroot: ..\nx.yaml\n' });
  recover(root);
  expect(onDisk(root)).toEqual({ ...withInventories(after), 'a/y.yaml': 'y1' });
});

test('a directory that was removed since is made again', () => {
  const root = killed();
  rmSync(`${root}/a`, { recursive: true });
  recover(root);
  expect(onDisk(root)).toEqual(withInventories(after));
});

test('a link that has come since is not followed', () => {
  const outside = temporaryDirectory();
  put(outside, { 'x.yaml': 'outside', 'y.yaml': 'outside', [inventoryName]: '# x\nroot: ..\nx.yaml\ny.yaml\n' });
  const there = onDisk(outside);
  for (const path of ['a', 'a/x.yaml', 'a/y.yaml', 'a/z.yaml', 'c', `a/${inventoryName}`]) {
    const root = killed();
    rmSync(`${root}/${path}`, { recursive: true, force: true });
    link(root, path, path.includes('/') ? `${outside}/x.yaml` : outside);
    // The one that was to be deleted is only left alone.
    if (path === 'a/y.yaml') expect(recover(root)).toBe('completed');
    else expect(codeOf(() => recover(root))).toMatch(/^store\.(symlink|unowned)$/);
    expect(onDisk(outside)).toEqual(there);
  }
});

test('a staging directory that leads elsewhere gives nothing', () => {
  const root = killed();
  const outside = temporaryDirectory();
  put(outside, { '0': 'outside', '1': 'outside' });
  rmSync(`${root}/.cdk8s-mlops.staging/files`, { recursive: true });
  link(root, '.cdk8s-mlops.staging/files', outside);
  recover(root);
  expect(onDisk(outside)).toEqual({ '0': 'outside', '1': 'outside' });
});
