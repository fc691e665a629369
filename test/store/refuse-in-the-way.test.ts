import { refuseUnowned } from '../../src/store/refuse-in-the-way';

test('nothing in the way is no error', () => {
  expect(() => refuseUnowned('/dist', [])).not.toThrow();
});

test('the first file in the way is named, with five more and their number', () => {
  const paths = ['g', 'f', 'e', 'd', 'c', 'b', 'a'];
  expect(() => refuseUnowned('/dist', paths)).toThrow(
    [
      '/dist/a: exists with other content, and no inventory lists it as ours; so do 6 more: b, c, d, e, f, …',
      '  fix: move it away if somebody wrote it by hand, delete it if an earlier render did, then render again [store.unowned]',
    ].join('\n'),
  );
});
