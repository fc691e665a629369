import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { yamlDocument, yamlStream } from '../../src/manifest/yaml-text';
import { EVERY_PLACE, hostileData, hostileMap, hostileText, NUMBER_LIKE } from './hostile-data';
import { canonical, jsReadings } from './js-readers';
import { REALISTIC } from './realistic-objects';

function expectSameData(value: unknown, text: string): void {
  for (const [reader, reading] of Object.entries(jsReadings(text)))
    expect(`${reader} ${canonical(reading)}`).toBe(`${reader} ${canonical(value)}`);
}

describe('what it writes', () => {
  test.each(REALISTIC.map(({ value, comments }) => [value.kind, value, comments] as const))('a %s', (_kind, value, comments) => {
    expect(`\n${yamlDocument(value, comments)}`).toMatchSnapshot();
  });

  test.each([
    [{}, '{}\n'],
    [[], '[]\n'],
    ['a\nb', '"a\\nb"\n'],
    [null, 'null\n'],
    [{ a: undefined }, '{}\n'],
    [{ a: {}, b: [], c: { d: undefined } }, 'a: {}\nb: []\nc: {}\n'],
    [[[], [[1], {}], { a: [2] }], '- []\n- - - 1\n  - {}\n- a:\n    - 2\n'],
  ])('%j gives %j', (value, text) => expect(yamlDocument(value)).toBe(text));

  test('a key that no reader would look for the end of is written in the explicit form', () => {
    const key = 'k'.repeat(1100);
    expect(yamlDocument([{ [key]: { a: 1 } }])).toBe(`- ? ${key}\n  : a: 1\n`);
  });

  test('a value that stands in two places is written twice', () => {
    const shared = { b: [1] };
    expect(yamlDocument({ a: shared, c: shared })).toBe('a:\n  b:\n    - 1\nc:\n  b:\n    - 1\n');
  });

  test('documents of a stream are read one by one', () => {
    const values = [{ a: 'x\n\n' }, { b: '---\n' }, { '---': '...' }];
    const documents = parseAllDocuments(yamlStream(values.map((value) => yamlDocument(value))));
    expect([...documents].map((document) => document.toJS())).toEqual(values);
  });
});

describe('what always holds', () => {
  test('every hostile string reads back from every place', () => {
    for (const value of EVERY_PLACE) expectSameData(value, yamlDocument(value));
  });

  test('every short text that is made like a number reads back', () => {
    expectSameData(NUMBER_LIKE, yamlDocument(NUMBER_LIKE));
  });

  test('any data reads back the same', () => {
    fc.assert(
      fc.property(hostileData, (value) => expectSameData(value, yamlDocument(value))),
      { numRuns: 1500 },
    );
  });

  test('any text of several lines reads back the same at any depth', () => {
    const lines = fc.array(hostileText, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(lines, (text) => {
        const value = { a: text, b: [text, [text, { c: text }]], d: { e: { f: text } } };
        expectSameData(value, yamlDocument(value));
      }),
      { numRuns: 1500 },
    );
  });

  test('the order in which keys were set does not show', () => {
    fc.assert(fc.property(hostileMap, (map) => yamlDocument(reversed(map)) === yamlDocument(map)));
  });

  test('a comment never changes the data', () => {
    fc.assert(
      fc.property(hostileText, hostileText.filter(isComment), (value, text) => {
        const data = { a: value, b: [value], c: 1 };
        const comments = [
          { path: ['a'], text },
          { path: ['b', 0], text },
          { path: ['c'], text },
        ];
        expectSameData(data, yamlDocument(data, comments));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('comments', () => {
  test('stand on the line of their value', () => {
    const text = '{"$imagepolicy": "flux-system:scorer"}';
    expect(yamlDocument({ spec: [{ image: 'a/b:1', name: 'x' }] }, [{ path: ['spec', 0, 'image'], text }])).toBe(
      `spec:\n  - name: x\n    image: a/b:1 # ${text}\n`,
    );
  });

  test.each([[['b']], [['a', 'b']], [['list']], [['list', 1]], [['list', '0']], [['empty']], [['gone']], [[]], [['list', 0, 'x']]])(
    'at %j, where no value on one line stands, are refused',
    (path) => {
      const value = { a: 'x', list: ['y'], empty: {}, gone: undefined };
      const pointer = path.length === 0 ? '(root)' : `/${path.join('/')}`;
      expect(() => yamlDocument(value, [{ path, text: 'c' }])).toThrow(`comment at ${pointer}:`);
    },
  );

  test('turn a text of several lines into one quoted line', () => {
    expect(yamlDocument({ a: 'x\ny' }, [{ path: ['a'], text: 'c' }])).toBe('a: "x\\ny" # c\n');
  });
});

describe('what it refuses', () => {
  const cycle: Record<string, unknown> = { name: 'x' };
  cycle.list = [{ back: cycle }];
  const deep = Array.from({ length: 250 }).reduce<unknown>((inner) => ({ a: inner }), 1);

  test.each([
    ['an object of a class', { a: [{ 'b/c': new Date(0) }] }, /^\/a\/0\/b~1c: an object of class Date/],
    ['a map of JavaScript', { a: new Map() }, /^\/a: an object of class Map/],
    ['a function', { a: () => 1 }, /^\/a: function is not plain data/],
    ['a symbol', { a: Symbol('x') }, /^\/a: symbol is not plain data/],
    ['a bigint', [1n], /^\/0: bigint is not plain data/],
    ['undefined in a list', { a: [1, undefined] }, /^\/a\/1: undefined is not plain data/],
    ['a hole in a list', { a: new Array(1) }, /^\/a\/0: undefined is not plain data/],
    ['undefined itself', undefined, /^\(root\): undefined is not plain data/],
    ['a number that is none', { a: Number.NaN }, /^\/a: NaN cannot be written/],
    ['half a character in a value', { a: '\ud800' }, /^\/a: text with a lone surrogate/],
    ['half a character in a key', { a: { '\ud800': 1 } }, /^\/a\/\ud800: text with a lone surrogate/],
    ['a cycle', { a: cycle }, /^\/a\/list\/0\/back: the value contains itself/],
    ['endless depth', deep, /: nested deeper than 200 levels$/],
  ])('%s', (_what, value, message) => expect(() => yamlDocument(value)).toThrow(message));

  test('data without a prototype and data from another realm are plain', () => {
    const foreign = structuredClone({ a: [{ b: 1 }] });
    expect(yamlDocument(Object.assign(Object.create(null), foreign))).toBe('a:\n  - b: 1\n');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

function isComment(text: string): boolean {
  return text !== '' && !/[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/u.test(text);
}
