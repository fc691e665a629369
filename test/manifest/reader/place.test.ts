import fc from 'fast-check';
import { LineStarts } from '../../../src/manifest/reader/yaml-document';

test('the place of an offset is that of the character there; of one behind the text, its end', () => {
  const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\n\n'), { maxLength: 20 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, fc.nat(30), (yaml, offset) => {
      const before = yaml.slice(0, offset).split('\n');
      expect(new LineStarts(yaml).positionAt(offset)).toEqual({ line: before.length, column: (before.at(-1) ?? '').length + 1 });
    }),
  );
});
