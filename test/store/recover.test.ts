import { planTree } from '../../src/store/plan-tree';
import { recover } from '../../src/store/recover';
import { writeTree } from '../../src/store/write-tree';
import { crashAfter, stepsFor, stepsToCommit } from './crash';
import { codeOf, type Files, onDisk, put, removeTemporaryDirectories, temporaryDirectory, treeOf, withInventories } from './on-disk';

afterEach(removeTemporaryDirectories);

const before: Files = { 'a/x.yaml': 'x1', 'a/y.yaml': 'y1', 'b/z.yaml': 'z1' };
const after: Files = { 'a/x.yaml': 'x2', 'c/d/w.yaml': 'w2' };
const others: Files = { 'README.md': 'r', 'a/secret.enc.yaml': 's', 'b/notes': 'n' };

function rendered(): string {
  const root = temporaryDirectory();
  put(root, others);
  writeTree(root, treeOf(before));
  return root;
}

test('nothing to recover is told, and changes nothing', () => {
  const root = rendered();
  expect(recover(root)).toBe('nothing');
  expect(recover(`${root}/none`)).toBe('nothing');
  expect(onDisk(root)).toEqual({ ...withInventories(before), ...others });
});

test('a write that is killed after any step is discarded before its journal is complete, and completed after', () => {
  const commit = stepsToCommit(rendered(), after);
  const total = stepsFor(rendered(), after).length;
  for (let count = 0; count <= total; count++) {
    const root = rendered();
    crashAfter(root, after, count);
    const completed = count >= commit && count < total;
    expect(recover(root)).toBe(completed ? 'completed' : 'discarded');
    expect(onDisk(root)).toEqual({ ...withInventories(count >= commit ? after : before), ...others });
  }
});

test('a caller that only reads is told of a write that has begun to change the tree, and sees the old one before', () => {
  const root = rendered();
  const commit = stepsToCommit(root, after);
  crashAfter(root, after, commit - 1);
  expect(planTree(root, treeOf(before)).changes.every(({ change }) => change === 'unchanged')).toBe(true);
  recover(root);
  crashAfter(root, after, commit);
  expect(codeOf(() => planTree(root, treeOf(before)))).toBe('store.interrupted');
});

test('the next write recovers by itself', () => {
  const root = rendered();
  crashAfter(root, after, stepsToCommit(root, after) + 1);
  writeTree(root, treeOf(before));
  expect(onDisk(root)).toEqual({ ...withInventories(before), ...others });
});

test('an unsafe output directory is refused', () => {
  expect(codeOf(() => recover('/'))).toBe('store.outdir');
});
