import { listedValues } from '../../../src/manifest/manifest-text';

test('the items of a list are taken one by one, also those of a list in a list', () => {
  const list = (...items: unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });
  expect([...listedValues(list('a', list('b'), 7))]).toEqual([
    { value: 'a', path: ['items', 0] },
    { value: 'b', path: ['items', 1, 'items', 0] },
    { value: 7, path: ['items', 2] },
  ]);
});

test.each([['text'], [null], [{ kind: 'List', items: [] }], [{ apiVersion: 'v1', kind: 'List', items: 7 }]])('%j is itself', (value) => {
  expect([...listedValues(value)]).toEqual([{ value, path: [] }]);
});
