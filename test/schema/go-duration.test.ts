import { goDurationSeconds, isGoDuration } from '../../src/schema/structure/formats';

test.each<[string, number | undefined]>([
  ['30s', 30],
  ['1h30m', 5400],
  ['1.5h', 5400],
  ['.5m', 30],
  ['250ms', 0.25],
  ['1m0.5s', 60.5],
  ['-5s', -5],
  ['0', 0],
  ['30', undefined],
  ['1d', undefined],
  ['', undefined],
])('%j is %p seconds', (text, seconds) => {
  expect(goDurationSeconds(text)).toBe(seconds);
  expect(isGoDuration(text)).toBe(seconds !== undefined);
});
