import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { locked, refuseLocked } from '../../src/store/lock';
import { stagingOf } from '../../src/store/staging';
import { codeOf, link, onDisk, put, removeTemporaryDirectories, temporaryDirectory } from './on-disk';

afterEach(removeTemporaryDirectories);

const lock = '.cdk8s-mlops.staging/lock';
/** The number of a process that has ended. */
const dead = spawnSync(process.execPath, ['--version']).pid;

test('one writer works under a lock with its process number, which git ignores and which leaves no trace', () => {
  const root = `${temporaryDirectory()}/new`;
  const during = locked(root, () => onDisk(root));
  expect(during).toEqual({ [lock]: `${process.pid}\n`, '.cdk8s-mlops.staging/.gitignore': '*\n' });
  expect(onDisk(root)).toEqual({});
});

test('the lock is released when the writer fails', () => {
  const root = temporaryDirectory();
  const fail = () => {
    throw new Error('mine');
  };
  expect(() => locked(root, fail)).toThrow('mine');
  expect(onDisk(root)).toEqual({});
});

test('a write that is to be completed stays behind, without the lock', () => {
  const root = temporaryDirectory();
  locked(root, () => put(root, { '.cdk8s-mlops.staging/journal': 'x' }));
  expect(Object.keys(onDisk(root)).sort()).toEqual(['.cdk8s-mlops.staging/.gitignore', '.cdk8s-mlops.staging/journal']);
});

test('the lock of a living process is an error that names it, and is left alone', () => {
  const root = temporaryDirectory();
  put(root, { [lock]: `${process.ppid}\n` });
  const before = onDisk(root);
  expect(codeOf(() => refuseLocked(root))).toBe('store.locked');
  expect(() => locked(root, () => 0)).toThrow(`${root}/${lock}: process ${process.ppid} is writing to this output directory`);
  expect(onDisk(root)).toEqual(before);
});

test.each([
  ['of a dead process', `${dead}\n`],
  ['that was killed before it was filled', ''],
  ['that names no process', 'x\n'],
  ['that names a process group', '0\n'],
  ['that names all processes', '-1\n'],
  ['with our own number, from a process before us', `${process.pid}\n`],
])('a lock %s is broken', (_, text) => {
  const root = temporaryDirectory();
  put(root, { [lock]: text });
  expect(() => refuseLocked(root)).not.toThrow();
  expect(locked(root, () => 'done')).toBe('done');
  expect(onDisk(root)).toEqual({});
});

test('no link in the staging directory is followed', () => {
  const root = temporaryDirectory();
  const outside = temporaryDirectory();
  put(outside, { kept: 'kept' });
  link(root, lock, `${outside}/kept`);
  link(root, '.cdk8s-mlops.staging/.gitignore', `${outside}/kept`);
  link(root, '.cdk8s-mlops.staging/lock.dead', `${outside}/kept`);
  locked(root, () => undefined);
  expect(onDisk(outside)).toEqual({ kept: 'kept' });
  expect(existsSync(stagingOf(root).directory)).toBe(false);
});
