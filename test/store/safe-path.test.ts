import { ConfigError } from '../../src/base/config-error';
import { foldedCase, joined, nameOf, parentOf, pathFault, refuseUnsafeTree, shownPath } from '../../src/store/safe-path';
import { codeOf } from './on-disk';

function tree(...paths: readonly (readonly [directory: string, name: string])[]): Map<string, Map<string, string>> {
  const made = new Map<string, Map<string, string>>();
  for (const [directory, name] of paths) made.set(directory, (made.get(directory) ?? new Map()).set(name, ''));
  return made;
}

test('plain names, nested directories and files of the output directory itself are taken', () => {
  expect(() => refuseUnsafeTree(tree(['', 'a.yaml'], ['prod', 'a.yaml'], ['prod/a', 'a.yaml'], ['prod', 'b.yaml']))).not.toThrow();
});

test.each([
  ['/etc', 'a'],
  ['a/../..', 'a'],
  ['..', 'a'],
  ['.', 'a'],
  ['a//b', 'a'],
  ['a/', 'a'],
  ['a\\b', 'a'],
  ['C:\\a', 'a'],
  ['a\0', 'a'],
  ['a\nb', 'a'],
  ['.git', 'config'],
  ['a/.GIT/hooks', 'post-commit'],
  ['.cdk8s-mlops.staging', 'a'],
  ['a/.CDK8S-mlops.staging', 'a'],
  ['a'.repeat(256), 'a'],
  ['a', ''],
  ['a', '.'],
  ['a', '..'],
  ['a', '/etc/passwd'],
  ['a', 'b/c'],
  ['a', 'b\\c'],
  ['a', 'b\0'],
  ['a', ' b'],
  ['a', '======='],
  ['a', '.cdk8s-mlops.inventory'],
  ['a', '.cdk8s-mlops.staging'],
  ['a', 'é'.repeat(128)],
])('the tree path %j with the file %j is refused', (directory, name) => {
  expect(codeOf(() => refuseUnsafeTree(tree([directory, name])))).toBe('store.path');
  expect(() => refuseUnsafeTree(tree([directory, name]))).toThrow(ConfigError);
});

test.each([
  ['two files', tree(['a', 'x.yaml'], ['a', 'X.yaml'])],
  ['two directories', tree(['Prod', 'a'], ['prod', 'b'])],
  ['directories above', tree(['Prod/a', 'x'], ['prod/b', 'x'])],
  ['one accent in two encodings', tree(['a', 'caf\u00e9'], ['a', 'cafe\u0301'])],
  ['a file and a directory of one name', tree(['a', 'b'], ['a/b', 'c'])],
  ['a file and a directory that differ in case', tree(['a/b', 'c'], ['A', 'B'])],
  ['a file of the output directory and a directory', tree(['b/c', 'x'], ['', 'B'])],
])('%s that differ only in case are refused', (_, duplicates) => {
  expect(codeOf(() => refuseUnsafeTree(duplicates))).toBe('store.case');
});

test('paths are put together and taken apart', () => {
  expect([joined('', 'a'), joined('a/b', 'c')]).toEqual(['a', 'a/b/c']);
  expect([parentOf('a'), parentOf('a/b/c')]).toEqual(['', 'a/b']);
  expect([nameOf('a'), nameOf('a/b/c')]).toEqual(['a', 'c']);
  expect(foldedCase('CAF\u00c9')).toBe(foldedCase('cafe\u0301'));
});

test('a path from a journal may not leave the output directory', () => {
  expect(pathFault('a/b.yaml')).toBeUndefined();
  expect(pathFault('a/../b')).toBeDefined();
  expect(pathFault('')).toBeDefined();
});

test('errors show a path as seen from the working directory, else absolute', () => {
  expect(shownPath(`${process.cwd()}/dist`, 'prod/a.yaml')).toBe('dist/prod/a.yaml');
  expect(shownPath('/elsewhere', 'a')).toBe('/elsewhere/a');
  expect(shownPath(process.cwd(), '')).toBe(process.cwd());
});
