import { statSync, symlinkSync } from 'node:fs';
import { runStep } from '../../src/store/run-step';
import type { WriteStep } from '../../src/store/write-steps';
import { onDisk, put, removeTemporaryDirectories, temporaryDirectory } from './on-disk';

afterEach(removeTemporaryDirectories);

const files = '.cdk8s-mlops.staging/files';

test('a staged file has mode 0644, and replaces nothing on its way', () => {
  const root = temporaryDirectory();
  put(root, { [`${files}/1`]: 'there' });
  runStep(root, { do: 'stage', to: '0', text: 'é\n' });
  expect(onDisk(root)[`${files}/0`]).toBe('é\n');
  expect(statSync(`${root}/${files}/0`).mode & 0o777).toBe(0o644);
  expect(() => runStep(root, { do: 'stage', to: '1', text: '' })).toThrow('EEXIST');
});

test.each<[string, WriteStep, object]>([
  ['move', { do: 'move', from: '0', path: 'a/x.yaml' }, { 'a/x.yaml': 'new', 'b/y.yaml': 'y' }],
  [
    'move into a directory that is gone',
    { do: 'move', from: '0', path: 'c/d/x.yaml' },
    { 'a/x.yaml': 'old', 'b/y.yaml': 'y', 'c/d/x.yaml': 'new' },
  ],
  ['delete', { do: 'delete', path: 'a/x.yaml' }, { [`${files}/0`]: 'new', 'a/': '', 'b/y.yaml': 'y' }],
  [
    'remove-directory of one with files',
    { do: 'remove-directory', path: 'b' },
    { [`${files}/0`]: 'new', 'a/x.yaml': 'old', 'b/y.yaml': 'y' },
  ],
  ['remove-directory of none', { do: 'remove-directory', path: 'none' }, { [`${files}/0`]: 'new', 'a/x.yaml': 'old', 'b/y.yaml': 'y' }],
  ['close', { do: 'close' }, { 'a/x.yaml': 'old', 'b/y.yaml': 'y' }],
])('%s gives the same when it is run again', (_, step, after) => {
  const root = temporaryDirectory();
  put(root, { [`${files}/0`]: 'new', 'a/x.yaml': 'old', 'b/y.yaml': 'y' });
  for (let run = 0; run < 2; run++) {
    runStep(root, step);
    const { [`${files}/`]: _files, '.cdk8s-mlops.staging/': _staging, ...rest } = onDisk(root);
    expect(rest).toEqual(after);
  }
});

test('an empty directory is removed, and a link to one is not', () => {
  const root = temporaryDirectory();
  put(root, { 'a/b/c': '' });
  symlinkSync('a', `${root}/link`);
  runStep(root, { do: 'delete', path: 'a/b/c' });
  runStep(root, { do: 'remove-directory', path: 'a/b' });
  runStep(root, { do: 'remove-directory', path: 'link' });
  expect(onDisk(root)).toEqual({ 'a/': '', link: 'no plain file' });
});
