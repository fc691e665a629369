import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { safeOutdir } from '../../src/store/safe-outdir';
import { codeOf, removeTemporaryDirectories, temporaryDirectory } from './on-disk';

afterEach(removeTemporaryDirectories);

test('a directory, or one that does not exist yet, is taken, and made absolute without a trailing slash', () => {
  const root = temporaryDirectory();
  expect(safeOutdir(`${root}/`)).toBe(root);
  expect(safeOutdir(`${root}/a/b`)).toBe(`${root}/a/b`);
  expect(safeOutdir('dist')).toBe(`${process.cwd()}/dist`);
});

test('the root of the file system, the home directory, a link to it, a file, and a path below a file are refused', () => {
  const root = temporaryDirectory();
  mkdirSync(`${root}/real`);
  symlinkSync(`${root}/real`, `${root}/link`);
  symlinkSync(`${root}/nowhere`, `${root}/dangling`);
  writeFileSync(`${root}/file`, '');
  for (const outdir of [
    '/',
    '//',
    homedir(),
    `${homedir()}/`,
    `${root}/link`,
    `${root}/link/`,
    `${root}/dangling`,
    `${root}/file`,
    `${root}/file/a`,
  ]) {
    expect([outdir, codeOf(() => safeOutdir(outdir))]).toEqual([outdir, 'store.outdir']);
  }
});
