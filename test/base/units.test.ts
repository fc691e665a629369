import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { goDuration, kibibytes, sizeQuantity, sumSizes, wholeSeconds } from '../../src/base/units';

const seconds = (duration: Duration, min?: number) => wholeSeconds('X.time', 'prod/x', duration, min);
const quantity = (size: Size) => sizeQuantity('X.size', 'prod/x', size);

describe('seconds', () => {
  test.each<[string, Duration, number]>([
    ['none', Duration.seconds(0), 0],
    ['whole milliseconds', Duration.millis(90_000), 90],
    ['a part of a minute', Duration.minutes(0.1), 6],
    ['a part of an hour that is no whole number to a computer', Duration.hours(1.1), 3960],
    ['what 32 bits hold', Duration.seconds(2147483647), 2147483647],
  ])('of %s', (_what, duration, expected) => expect(seconds(duration)).toBe(expected));

  test.each<[string, Duration, number, string, string]>([
    ['a part of a second', Duration.millis(1500), 0, 'the duration must be whole seconds, at least 0, got 1.5 s', 'Duration.seconds(2)'],
    ['one millisecond off', Duration.millis(2 ** 40 * 1000 + 1), 0, 'must be at most 2147483647 seconds', 'Duration.seconds(2147483647)'],
    ['one millisecond too few', Duration.millis(86_399_999), 0, 'got 86399.999 s', 'Duration.seconds(86400)'],
    ['less than the least', Duration.seconds(9), 10, 'the duration must be whole seconds, at least 10, got 9 s', 'Duration.seconds(10)'],
    [
      'one more than 32 bits hold',
      Duration.seconds(2 ** 31),
      0,
      'at most 2147483647 seconds, got 2147483648 s',
      'Duration.seconds(2147483647)',
    ],
    ['endless', Duration.days(Number.POSITIVE_INFINITY), 5, 'at most 2147483647 seconds, got Infinity s', 'Duration.seconds(5)'],
    ['no number', Duration.days(Number.NaN), 0, 'got NaN s', 'Duration.seconds(1)'],
  ])('of %s are refused with an example that is not', (_what, duration, min, what, example) => {
    const error = thrown(() => seconds(duration, min));
    expect(error).toMatchObject({ code: 'X.time', where: 'prod/x', what: expect.stringContaining(what) });
    expect(error.fix).toBe(`use ${example}`);
    const [, amount] = /\((\d+)\)/.exec(error.fix) ?? [];
    expect(seconds(Duration.seconds(Number(amount)), min)).toBe(Number(amount));
  });

  test('a whole number of seconds is itself, whatever unit it is given in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (whole) => {
        const given = [Duration.seconds(whole), Duration.millis(whole * 1000), Duration.minutes(whole / 60), Duration.hours(whole / 3600)];
        expect(given.map((duration) => seconds(duration))).toEqual([whole, whole, whole, whole]);
      }),
    );
  });

  test('a millisecond is never lost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (millis) => {
        fc.pre(millis % 1000 !== 0);
        expect(() => seconds(Duration.millis(millis))).toThrow(ConfigError);
      }),
    );
  });
});

describe('a duration as Flux and Argo CD read it', () => {
  test.each([
    [0, '0s'],
    [59, '59s'],
    [60, '1m'],
    [90, '1m30s'],
    [3600, '1h'],
    [3601, '1h1s'],
    [86400, '24h'],
  ])('%d seconds are %s', (given, text) => expect(goDuration(given)).toBe(text));

  test('reads back the same, in the form that the API of Flux accepts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (given) => {
        const text = goDuration(given);
        // The pattern of spec.interval in the CRD of kustomize.toolkit.fluxcd.io/v1.
        expect(text).toMatch(/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/);
        const parts = [...text.matchAll(/(\d+)([hms])/g)].map(([, amount, unit]) => Number(amount) * { h: 3600, m: 60, s: 1 }[unit as 'h']);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(given);
      }),
    );
  });
});

describe('a size', () => {
  test.each<[string, Size, string]>([
    ['is written in the largest unit that divides it', Size.mebibytes(16 * 1024), '16Gi'],
    ['stays in its unit when no larger one divides it', Size.mebibytes(1536), '1536Mi'],
    ['is rounded up to a whole KiB', Size.mebibytes(0.3), '308Ki'],
    ['of a fraction of a KiB is one KiB', Size.kibibytes(0.0001), '1Ki'],
    ['is not moved by the noise of a computation', Size.mebibytes(1.1 * 10), '11Mi'],
    ['may be large', Size.pebibyte(8191), '8191Pi'],
  ])('%s', (_what, size, text) => expect(quantity(size)).toBe(text));

  test.each<[string, Size]>([
    ['nothing', Size.gibibytes(0)],
    ['no number', Size.gibibytes(Number.NaN)],
    ['8 EiB, which Kubernetes would cut down', Size.pebibyte(8192)],
    ['endless', Size.gibibytes(Number.POSITIVE_INFINITY)],
  ])('of %s is refused', (_what, size) => {
    expect(() => quantity(size)).toThrow(expect.objectContaining({ code: 'X.size', where: 'prod/x' }));
  });

  test('in whole KiB reads back the same', () => {
    fc.assert(fc.property(wholeKibibytes, (kib) => expect(bytesOf(quantity(Size.kibibytes(kib)))).toBe(BigInt(kib) * 1024n)));
  });

  test('never loses a byte and never gains a KiB', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }), (bytes) => {
        const written = bytesOf(quantity(Size.kibibytes(Number(bytes) / 1024)));
        expect(written >= bytes && written < bytes + 1024n).toBe(true);
      }),
    );
  });
});

test('sizes of different units add up', () => {
  expect(quantity(sumSizes(Size.gibibytes(1), Size.mebibytes(512), Size.kibibytes(1)))).toBe('1572865Ki');
  expect(kibibytes(sumSizes())).toBe(0);
});

/** Small and large alike: half of all integers up to 2^53 would have sixteen digits. */
const wholeKibibytes = fc.integer({ min: 0, max: 52 }).chain((bits) => fc.integer({ min: 1, max: 2 ** bits }));

function bytesOf(text: string): bigint {
  const [, digits, unit] = /^([1-9][0-9]*)(Ki|Mi|Gi|Ti|Pi)$/.exec(text) ?? [];
  return BigInt(digits ?? 0) * 1024n ** BigInt(['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'].indexOf(unit ?? ''));
}

function thrown(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (ConfigError.is(error)) return error;
  }
  throw new Error('nothing was refused');
}
