import { commentTree, jsonPointer } from '../../src/manifest/yaml-text';

test('a comment is found by the way to its value, and a list position is not a key of the same digits', () => {
  const tree = commentTree([{ path: ['a', 0], text: 'x' }]);
  expect(tree.children.get('a')?.children.get(0)?.text).toBe('x');
  expect(tree.children.get('a')?.children.get('0')).toBeUndefined();
});

test.each(['', 'a\nb: c', 'a\rb', '\u0085', '\u2028', '\u2029', '\t', '\u0000', '\ufeff', '\ud800'])(
  'the comment %j is refused, with the path',
  (text) => {
    expect(() => commentTree([{ path: ['spec', 0, 'a/b'], text }])).toThrow(/^comment at \/spec\/0\/a~1b: .* is not one line of text$/s);
  },
);

test('a second comment for one value is refused', () => {
  const comment = { path: ['a'], text: 'x' };
  expect(() => commentTree([comment, comment])).toThrow('comment at /a: the value already has one');
});

test('a pointer escapes as RFC 6901 says', () => {
  expect(jsonPointer(['a/b', '~', 0, ''])).toBe('/a~1b/~0/0/');
});
