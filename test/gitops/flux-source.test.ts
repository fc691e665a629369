import { FluxSource, joinSourcePath, sourcePath } from '../../src/gitops/flux/flux-source';
import { refusal } from './delivery-fixture';

test.each([
  ['dist', 'dist'],
  ['./dist/', 'dist'],
  ['.', '.'],
  ['', '.'],
  ['a//b', 'a/b'],
])('the path %j is %j', (given, path) => {
  expect(sourcePath('code', 'here', given)).toBe(path);
});

test.each(['/dist', '..', 'a/../b', 'a\\b'])('the path %j is refused', (given) => {
  expect(refusal(() => sourcePath('code', 'here', given))).toBe('code');
});

test('a directory stands below the start of the tree', () => {
  expect([joinSourcePath('.', 'prod/a'), joinSourcePath('dist', 'prod/a')]).toEqual(['prod/a', 'dist/prod/a']);
});

test('a source that is made elsewhere is taken by name, which is checked', () => {
  const source = { kind: 'Bucket', name: 'b', namespace: 'flux-system', path: './dist' } as const;
  expect(FluxSource.existing(source).path).toBe('dist');
  expect(refusal(() => FluxSource.existing({ ...source, name: 'B' }))).toBe('FluxSource.name');
  expect(refusal(() => FluxSource.existing({ ...source, namespace: 'a.b' }))).toBe('FluxSource.namespace');
  expect(refusal(() => FluxSource.existing({ ...source, path: '/' }))).toBe('FluxSource.path');
});
