import { editDistance, nearestWord } from '../../src/base/nearest-word';
import { isQuantity, quantityValue } from '../../src/schema/quantity';
import { isGoDuration, MIXED_FORMATS, TEXT_FORMATS } from '../../src/schema/structure/formats';

test.each<[string, readonly string[], readonly string[]]>([
  ['byte', ['', 'YQ==', 'YWJj'], ['a', 'Y Q=', '%%%%']],
  ['cidr', ['10.0.0.0/8', '::/0'], ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/08']],
  ['date-time', ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.5+01:00'], ['2026-01-31', '2026-02-30T12:00:00Z', '2026-01-31T24:00:00Z']],
  ['qualified-name', ['app', 'example.com/app', 'A_b.c'], ['', '/app', 'Example.com/app', 'a/b/c', 'a'.repeat(64)]],
  ['port-name', ['http', 'h2-c', '8080-tcp'], ['80', 'HTTP', 'a--b', 'a'.repeat(16), '-a']],
  ['config-key', ['a.yaml', '.env', 'A_B-c'], ['', '.', '..', '..a', 'a/b']],
  ['dns-wildcard', ['*.example.com', 'example.com'], ['*', 'a.*.com', '*example.com']],
  ['env-name', ['A', 'a.b', 'A-B'], ['', 'A=B', 'Ä']],
  ['no-dot-dot', ['a/b', 'a..b'], ['../a', 'a/../b', '/a']],
])('%s', (name, right, wrong) => {
  const test = TEXT_FORMATS[name]?.test ?? (() => undefined);
  expect(right.filter((text) => test(text) !== true)).toEqual([]);
  expect(wrong.filter((text) => test(text) !== false)).toEqual([]);
});

test('quantities are those that Kubernetes reads', () => {
  expect(['1', '1.5', '.5', '5.', '500m', '2Gi', '1e3', '-1', '+1k', '1E'].filter((text) => !isQuantity(text))).toEqual([]);
  expect(['', '1 Gi', '1GB', '1gi', '1K', 'Gi', '1.2.3', '1e', '0x10'].filter(isQuantity)).toEqual([]);
  expect([quantityValue('500m'), quantityValue('2Gi'), quantityValue('1e3'), quantityValue('-1k'), quantityValue(2)]).toEqual([
    0.5,
    2 ** 31,
    1000,
    -1000,
    2,
  ]);
  expect(quantityValue('1GB')).toBeUndefined();
});

test('durations are those that Go reads', () => {
  expect(['0', '1h', '1h30m', '1.5s', '-1ms', '.5h'].filter((text) => !isGoDuration(text))).toEqual([]);
  expect(['', '1', '1d', '5 min', 'h', '1h 30m'].filter(isGoDuration)).toEqual([]);
});

test('ports are numbers or names, never numbers as text', () => {
  const port = MIXED_FORMATS.port?.test ?? (() => undefined);
  expect([port(80), port('http'), port('80'), port(0), port(65536), port(1.5)]).toEqual([true, true, false, false, false, false]);
});

test('the nearest word is one that is a slip away', () => {
  expect(nearestWord('replica', ['replicas', 'selector'])).toBe('replicas');
  expect(nearestWord('IMAGE', ['image'])).toBe('image');
  expect(nearestWord('foo', ['image', 'env'])).toBeUndefined();
  expect(editDistance('kitten', 'sitting')).toBe(3);
});
