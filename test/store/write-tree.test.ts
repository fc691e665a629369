import { chmodSync, existsSync, statSync } from 'node:fs';
import * as fc from 'fast-check';
import { readJournal } from '../../src/store/journal';
import { pendingSteps } from '../../src/store/pending-steps';
import { planTree } from '../../src/store/plan-tree';
import { recover } from '../../src/store/recover';
import { runStep } from '../../src/store/run-step';
import { carryOut, writeTree } from '../../src/store/write-tree';
import { crashAfter, stepsFor, stepsToCommit } from './crash';
import {
  codeOf,
  type Files,
  link,
  onDisk,
  put,
  removeTemporaryDirectories,
  temporaryDirectory,
  timesOf,
  treeOf,
  withInventories,
} from './on-disk';

afterEach(removeTemporaryDirectories);

test('a first write makes the output directory and leaves the tree with its inventories', () => {
  const outdir = `${temporaryDirectory()}/x/dist`;
  const files = { 'prod/a/é.yaml': 'é\n', 'prod/b.yaml': '', 'top.yaml': 't' };
  const plan = writeTree(outdir, treeOf(files));
  expect(plan.changes.filter(({ change }) => change === 'created')).toHaveLength(6);
  expect(onDisk(outdir)).toEqual(withInventories(files));
  expect(statSync(`${outdir}/prod/b.yaml`).mode & 0o777).toBe(0o644);
});

test('what is written is what was planned', () => {
  const outdir = temporaryDirectory();
  const tree = treeOf({ 'a/x.yaml': 'x' });
  expect(planTree(outdir, tree)).toEqual(writeTree(outdir, tree));
});

test('a refused tree leaves not even the output directory', () => {
  const outdir = `${temporaryDirectory()}/dist`;
  expect(codeOf(() => writeTree(outdir, treeOf({ 'a/x.yaml': '', 'a/X.yaml': '' })))).toBe('store.case');
  expect(existsSync(outdir)).toBe(false);
});

test('links outside the tree are left alone, and so is where they lead', () => {
  const outdir = temporaryDirectory();
  const outside = temporaryDirectory();
  put(outside, { 'x.yaml': 'outside' });
  link(outdir, 'a/link', outside);
  writeTree(outdir, treeOf({ 'a/x.yaml': 'x' }));
  writeTree(outdir, treeOf({}));
  expect(onDisk(outdir)).toEqual({ 'a/link': 'no plain file' });
  expect(onDisk(outside)).toEqual({ 'x.yaml': 'outside' });
});

test('a write that fails before its journal leaves the tree as it was, and says why', () => {
  const outdir = temporaryDirectory();
  const write = () =>
    carryOut(outdir, [
      { do: 'stage-directory', to: '0' },
      { do: 'stage-directory', to: '0' },
    ]);
  expect(write).toThrow(expect.objectContaining({ code: 'store.write', cause: expect.objectContaining({ code: 'EEXIST' }) }));
  expect(write).toThrow('before it changed anything');
  expect(onDisk(outdir)).toEqual({ '.cdk8s-mlops.staging/': '' });
});

test('a tree that the file system cannot hold is refused before anything is written', () => {
  const outdir = temporaryDirectory();
  put(outdir, { 'a/README.md': 'r' });
  const deep = Array(25).fill('d'.repeat(200)).join('/');
  expect(codeOf(() => writeTree(outdir, treeOf({ 'a/x.yaml': 'x', [`${deep}/x.yaml`]: 'x' })))).toBe('store.write');
  expect(onDisk(outdir)).toEqual({ 'a/README.md': 'r' });
});

test('a write that fails halfway is completed by the next', () => {
  const outdir = temporaryDirectory();
  const files = { 'a/x.yaml': 'x' };
  const steps = stepsFor(outdir, files);
  const commit = stepsToCommit(outdir, files);
  const broken = [...steps.slice(0, commit), { do: 'stage-directory', to: '0' } as const];
  expect(() => carryOut(outdir, broken)).toThrow('halfway');
  expect(recover(outdir)).toBe('completed');
  expect(onDisk(outdir)).toEqual(withInventories(files));
});

test('a file whose mode was changed is not rewritten for that', () => {
  const outdir = temporaryDirectory();
  writeTree(outdir, treeOf({ 'a/x.yaml': 'x' }));
  chmodSync(`${outdir}/a/x.yaml`, 0o600);
  expect(writeTree(outdir, treeOf({ 'a/x.yaml': 'x' })).changes.every(({ change }) => change === 'unchanged')).toBe(true);
});

const directory = fc.constantFrom('', 'prod', 'prod/a', 'prod/a/b', 'prod-eu', 'dev/x/y');
const paths = fc
  .tuple(directory, fc.constantFrom('a.yaml', 'b.yaml', 'c d.yaml'))
  .map(([above, name]) => (above === '' ? name : `${above}/${name}`));
const text = fc.constantFrom('', 'one\n', 'two\n', 'é€😀\n', 'long\n'.repeat(1000));
const files: fc.Arbitrary<Files> = fc.dictionary(paths, text, { maxKeys: 8 });
const otherPaths = fc.tuple(fc.oneof(directory, fc.constant('other')), fc.constantFrom('README.md', 'secret.enc.yaml', '.cdk8s-mlops'));
const others: fc.Arbitrary<Files> = fc.dictionary(
  otherPaths.map(([above, name]) => (above === '' ? name : `${above}/${name}`)),
  text,
  { maxKeys: 4 },
);

describe('whatever trees follow each other beside whatever files of others', () => {
  test('the disk has exactly the last tree, its inventories and the files of others, and a second write touches nothing', () => {
    fc.assert(
      fc.property(fc.array(files, { minLength: 1, maxLength: 5 }), others, (trees, theirs) => {
        const outdir = temporaryDirectory();
        put(outdir, theirs);
        for (const tree of trees) {
          const first = writeTree(outdir, treeOf(tree));
          expect(onDisk(outdir)).toEqual({ ...withInventories(tree), ...theirs });
          expect(first.changes.map(({ path }) => path)).toEqual(first.changes.map(({ path }) => path).sort());
          const times = timesOf(outdir);
          const second = writeTree(outdir, treeOf(tree));
          expect(second.changes.every(({ change }) => change === 'unchanged')).toBe(true);
          expect(timesOf(outdir)).toEqual(times);
        }
        removeTemporaryDirectories();
      }),
      { numRuns: 25 },
    );
  });

  test('a kill after any step, and another while recovering, leaves the old tree or the new one, and all files of others', () => {
    fc.assert(
      fc.property(files, files, others, fc.nat(), (before, after, theirs, again) => {
        const total = stepsFor(prepared(before, theirs), after).length;
        const commit = stepsToCommit(prepared(before, theirs), after);
        for (let count = 0; count <= total; count++) {
          const outdir = prepared(before, theirs);
          crashAfter(outdir, after, count);
          if (count >= commit && count < total) recoverPartly(outdir, again % (total - commit));
          recover(outdir);
          expect(onDisk(outdir)).toEqual({ ...withInventories(count < commit ? before : after), ...theirs });
        }
        removeTemporaryDirectories();
      }),
      { numRuns: 6 },
    );
  });
});

function prepared(tree: Files, theirs: Files): string {
  const outdir = temporaryDirectory();
  put(outdir, theirs);
  writeTree(outdir, treeOf(tree));
  return outdir;
}

/** Runs the first `count` steps of a recovery, and leaves the rest as a kill would. */
function recoverPartly(outdir: string, count: number): void {
  for (const step of pendingSteps(outdir, readJournal(outdir) ?? []).slice(0, count)) runStep(outdir, step);
}
