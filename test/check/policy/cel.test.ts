import fc from 'fast-check';
import { cel, celList, celText, celTexts } from '../../../src/check/policy/cel';

/** What CEL reads between single quotes. @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values */
function celValue(literal: string): string {
  expect(literal).toMatch(/^'(?:[^'\\\p{Cc}]|\\[\\']|\\u[0-9a-f]{4})*'$/u);
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code: string | undefined, sign: string) =>
      code === undefined ? sign : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

test('any text is one literal that CEL reads back', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(celValue(celText(text))).toBe(text)));
});

test('a list stands with one text a line', () => {
  expect(celTexts(['a', "it's"])).toBe("[\n  'a',\n  'it\\'s'\n]");
});

test('an expression over several lines loses the indentation of the source', () => {
  expect(cel`
    a
      .map(x, x)
    + b`).toBe('a\n  .map(x, x)\n+ b');
  expect(cel`one`).toBe('one');
});

test('backslashes are those of CEL', () => {
  expect(cel`a.matches('\d')`).toBe("a.matches('\\d')");
});

test('a list may be missing or null', () => {
  expect(celList('object', 'rules')).toBe('(has(object.rules) && object.rules != null ? object.rules : [])');
});
