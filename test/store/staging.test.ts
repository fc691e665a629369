import { symlinkSync } from 'node:fs';
import { discardStaged, stagingOf, stagingStands } from '../../src/store/staging';
import { codeOf, onDisk, put, removeTemporaryDirectories, temporaryDirectory } from './on-disk';

afterEach(removeTemporaryDirectories);

test('all of a write in progress lies in one hidden directory of the output directory', () => {
  expect(Object.values(stagingOf('/dist')).every((path) => path.startsWith('/dist/.cdk8s-mlops.staging'))).toBe(true);
});

test('a staging directory stands when it is a directory, and is refused when it leads elsewhere', () => {
  const root = temporaryDirectory();
  expect(stagingStands(root)).toBe(false);
  put(root, { '.cdk8s-mlops.staging/lock': '' });
  expect(stagingStands(root)).toBe(true);
  const linked = temporaryDirectory();
  symlinkSync(root, `${linked}/.cdk8s-mlops.staging`);
  expect(codeOf(() => stagingStands(linked))).toBe('store.symlink');
});

test('discarding removes the journal and what is staged, and keeps the lock', () => {
  const root = temporaryDirectory();
  const staging = '.cdk8s-mlops.staging';
  put(root, { [`${staging}/journal`]: '', [`${staging}/journal.draft`]: '', [`${staging}/files/0/a.yaml`]: '', [`${staging}/lock`]: '1' });
  discardStaged(root);
  discardStaged(root);
  expect(onDisk(root)).toEqual({ [`${staging}/lock`]: '1' });
});
