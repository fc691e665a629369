import fc from 'fast-check';
import { canonicalJson, contentHash } from '../../src/batch/run/content-hash';

/** The same data with the keys of every map in another order. */
function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed);
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(
    Object.entries(data)
      .reverse()
      .map(([key, value]) => [key, reversed(value)]),
  );
}

describe('contentHash', () => {
  test('is eight hexadecimal digits', () => {
    fc.assert(fc.property(fc.jsonValue(), (data) => /^[0-9a-f]{8}$/.test(contentHash(data))));
  });

  test('does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), (data) => expect(contentHash(reversed(data))).toBe(contentHash(data))));
  });

  test('depends on the order of lists', () => {
    expect(contentHash(['a', 'b'])).not.toBe(contentHash(['b', 'a']));
  });

  test('does not count fields without a value', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  });

  test('stays what it was: a live Job is named after it', () => {
    expect(contentHash({ spec: { template: { spec: { restartPolicy: 'Never' } } } })).toBe('3132bc21');
  });

  test('is taken over text that reads back as the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        expect(JSON.parse(canonicalJson(data))).toEqual(JSON.parse(JSON.stringify(data)));
      }),
    );
  });
});
