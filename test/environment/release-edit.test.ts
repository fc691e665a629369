import fc from 'fast-check';
import { editRoute } from '../../src/environment/release-edit';
import { parseReleaseFile, type RouteRelease } from '../../src/environment/release-file';

const edit = (text: string, entry: RouteRelease): string => editRoute('prod.yaml', text, 'scoring', entry);
const GREEN: RouteRelease = { live: 'green' };
const OFF: RouteRelease = { live: 'green', inactive: 'off' };
const SPLIT: RouteRelease = { live: 'blue', weights: { blue: 90, green: 10 } };

describe('changes what it must and no other byte', () => {
  test.each<[string, string, RouteRelease, string]>([
    ['a flow entry', 'routes:\n  scoring: {live: blue}\n', GREEN, 'routes:\n  scoring: {live: green}\n'],
    ['a block entry', 'routes:\n  scoring:\n    live: blue # now\n', GREEN, 'routes:\n  scoring:\n    live: green # now\n'],
    ['quotes', `routes: { scoring: { live:   'blue' } } # x`, GREEN, `routes: { scoring: { live:   'green' } } # x`],
    [
      'weights into a flow entry',
      'routes:\n  scoring: {live: blue}\n',
      SPLIT,
      'routes:\n  scoring: {live: blue, weights: {blue: 90, green: 10}}\n',
    ],
    [
      'weights into a block entry, behind the comment',
      'routes:\n  scoring:\n    live: blue   # now\n  other: {live: blue}\n',
      SPLIT,
      'routes:\n  scoring:\n    live: blue   # now\n    weights: {blue: 90, green: 10}\n  other: {live: blue}\n',
    ],
    [
      'weights that are there',
      'routes:\n  scoring:\n    weights:\n      green: 50 # half\n      blue: 50\n    live: blue\n',
      SPLIT,
      'routes:\n  scoring:\n    weights:\n      green: 10 # half\n      blue: 90\n    live: blue\n',
    ],
    [
      'weights out of a block entry',
      'routes:\n  scoring:\n    live: blue\n    weights:\n      blue: 90\n      green: 10\n\n  other: {live: blue}\n',
      GREEN,
      'routes:\n  scoring:\n    live: green\n\n  other: {live: blue}\n',
    ],
    [
      'weights that come first',
      'routes: {scoring: {weights: {blue: 90, green: 10}, live: blue}}',
      GREEN,
      'routes: {scoring: {live: green}}',
    ],
    ['a size into a flow entry', 'routes:\n  scoring: {live: green}\n', OFF, 'routes:\n  scoring: {live: green, inactive: off}\n'],
    [
      'another size',
      'routes:\n  scoring: {live: green, inactive: 3 } # x\n',
      OFF,
      'routes:\n  scoring: {live: green, inactive: off } # x\n',
    ],
    ['a size out of a flow entry', 'routes:\n  scoring: {live: blue, inactive: off}\n', GREEN, 'routes:\n  scoring: {live: green}\n'],
    ['a size that comes first', 'routes:\n  scoring: {inactive: off, live: blue}\n', GREEN, 'routes:\n  scoring: {live: green}\n'],
    [
      'weights into a block entry that has a size',
      'routes:\n  scoring:\n    live: blue\n    inactive: 1 # small\n',
      { ...SPLIT, inactive: 1 },
      'routes:\n  scoring:\n    live: blue\n    weights: {blue: 90, green: 10}\n    inactive: 1 # small\n',
    ],
    [
      'a size out of a block entry',
      'routes:\n  scoring:\n    live: green\n    inactive: off\n\n  other: {live: blue}\n',
      GREEN,
      'routes:\n  scoring:\n    live: green\n\n  other: {live: blue}\n',
    ],
    [
      'both into a block entry',
      'routes:\n  scoring:\n    live: blue\n',
      { ...SPLIT, inactive: 1 },
      'routes:\n  scoring:\n    live: blue\n    weights: {blue: 90, green: 10}\n    inactive: 1\n',
    ],
    [
      'a file without a last line break',
      'routes:\n  scoring:\n    live: blue',
      SPLIT,
      'routes:\n  scoring:\n    live: blue\n    weights: {blue: 90, green: 10}',
    ],
    [
      'line ends of Windows',
      'routes:\r\n  scoring:\r\n    live: blue\r\n',
      SPLIT,
      'routes:\r\n  scoring:\r\n    live: blue\r\n    weights: {blue: 90, green: 10}\r\n',
    ],
  ])('%s', (_, before, entry, after) => {
    expect(edit(before, entry)).toBe(after);
  });
});

test('refuses a route that the file does not have, and says which it has', () => {
  expect(() => editRoute('prod.yaml', 'routes: {a: {live: blue}}', 'b', GREEN)).toThrow(
    'prod.yaml: routes has no "b"; it has a\n  fix: add a line below routes: `b: {live: blue}` [release.routes]',
  );
});

test('refuses an entry that it could only rewrite', () => {
  expect(() => edit('routes:\n  scoring:\n    live: >-\n      blue\n    weights: {blue: 100, green: 0}\n', SPLIT)).toThrow(
    '[release.edit]',
  );
});

describe('always', () => {
  const space = fc.constantFrom('', ' ', '   ');
  const file = fc
    .record({
      flow: fc.boolean(),
      gap: space,
      comment: fc.constantFrom('', '# a "note": {x}', '# ü'),
      newline: fc.constantFrom('\n', '\r\n'),
      quote: fc.constantFrom('', '"', "'"),
      indent: fc.constantFrom(2, 4, 7),
    })
    .map(({ flow, gap, comment, newline, quote, indent }) => {
      const [one, two] = [' '.repeat(indent), ' '.repeat(indent * 2)];
      const live = `live:${gap} ${quote}blue${quote}`;
      const entry = flow ? [`${one}scoring: {${gap}${live}${gap}}${gap} ${comment}`] : [`${one}scoring:`, `${two}${live} ${comment}`];
      return [comment, 'images: {a: "b:1"}', '', 'routes:', `${one}zeta: {live: green}`, ...entry, `${one}alpha: {live: blue}`, ''].join(
        newline,
      );
    });
  const share = fc.integer({ min: 1, max: 99 });

  test('there and back gives the same bytes, by a switch and by shifts', () => {
    fc.assert(
      fc.property(file, fc.array(share), (text, shares) => {
        expect(edit(edit(text, GREEN), { live: 'blue' })).toBe(text);
        const shifted = shares.reduce((now, green) => edit(now, { live: 'blue', weights: { blue: 100 - green, green } }), text);
        expect(edit(shifted, { live: 'blue' })).toBe(text);
      }),
    );
  });

  test('there and back gives the same bytes, by sizes between shifts', () => {
    const size = fc.constantFrom('off' as const, 'warm' as const, 1, 12);
    fc.assert(
      fc.property(file, share, size, (text, green, inactive) => {
        const sized = edit(text, { live: 'blue', inactive });
        const shifted = edit(sized, { live: 'blue', inactive, weights: { blue: 100 - green, green } });
        expect(edit(shifted, { live: 'blue', inactive })).toBe(sized);
        expect(edit(sized, { live: 'blue' })).toBe(text);
      }),
    );
  });

  test('other routes and images are read as before', () => {
    fc.assert(
      fc.property(file, share, (text, green) => {
        const entry = { live: 'green', weights: { blue: 100 - green, green } };
        const [before, after] = [text, edit(text, entry)].map((content) => parseReleaseFile('prod.yaml', content));
        expect(after).toEqual({ ...before, routes: { ...before?.routes, scoring: entry } });
      }),
    );
  });
});
