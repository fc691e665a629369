import type { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { checkName } from '../../src/base/names';
import { preview } from '../../src/base/preview';
import { sizeQuantity, wholeSeconds } from '../../src/base/units';

// A program in JavaScript, or one with a cast, gives whatever it likes.
const circular: Record<string, unknown> = {};
circular.self = circular;
const WRONG: readonly [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['a list', ['a']],
  ['an object', { name: 'a' }],
  ['an object that holds itself', circular],
  ['an object without a prototype', Object.create(null)],
  ['a symbol', Symbol('a')],
  ['a function', () => 'a'],
];

describe.each(WRONG)('%s', (_, value) => {
  test.each<[string, () => unknown, RegExp]>([
    ['a name', () => checkName('X.name', 'prod/x', value as string), /must be a string, got .*\n {2}fix: use a DNS label/],
    ['a duration', () => wholeSeconds('X.time', 'prod/x', value as Duration), /must be a Duration, got .*\n {2}fix: use Duration\.minutes/],
    ['a size', () => sizeQuantity('X.size', 'prod/x', value as Size), /must be a Size, got .*\n {2}fix: use Size\.gibibytes/],
  ])('is refused as %s by name', (_what, act, message) => {
    expect(act).toThrow(ConfigError);
    expect(act).toThrow(message);
  });
});

test('whatever a value is, it can be shown, and briefly', () => {
  fc.assert(fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => preview(value).length <= 80));
});
