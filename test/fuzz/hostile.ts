import { ApiObject, App, Chart, Duration, Lazy, Size } from 'cdk8s';
import fc from 'fast-check';
import { Cpu, Gpu, Model, Mount, Run } from '../../src/index';
import { HOSTILE_STRINGS } from '../manifest/hostile-strings';

/** Without what a message must never hold: it would hold it because it shows the value. */
const STRINGS = HOSTILE_STRINGS.filter((text) => !['undefined', '[object Object]'].includes(text));

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...STRINGS) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['UPPER', '-a', 'a-', 'a.b', 'a..b', '/', '/..', '/a/../b', 'a/b', 'a/b/c', '*', '*.a', 'a_b', '{{ x }}', '$(X)', 'a'.repeat(64)],
      ...['a'.repeat(254), 'b'.repeat(5_000), '\ud800', 'a\udfff', '\ufeffa', '0644', '1e3', '2026-01-01', 'a@b', 'a:b', '1', '01'],
      ...[
        'http://',
        'https://a',
        's3://',
        's3://a/../b',
        'oci://a',
        '10.0.0.0/33',
        '::/0',
        '256.1.1.1',
        '* * * * *',
        '@daily',
        '0 25 * * *',
      ],
      ...['constructor', '__proto__', 'hasOwnProperty', 'null', 'default', 'kube-system', 'blue', 'green', 'main', 'http', 'metrics'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
);

export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, 2, -1, 0.5, 1.5, 99, 100, 101, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 1e21, 1e300, 5e-324),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.integer({ min: -3, max: 40 }),
);

export const hostileDuration = fc.constantFrom(
  ...[0, 1, 999, 1000, 1500, 59_999, 60_000, 3_600_000, 2 ** 31 * 1000, 2 ** 53].map((millis) => Duration.millis(millis)),
);

export const hostileSize = fc.constantFrom(
  ...[0, 1, 512, 1024, 2 ** 20, 2 ** 30, 2 ** 53].map((kib) => Size.kibibytes(kib)),
  Size.kibibytes(0.5),
);

class Stranger {
  readonly name = 'stranger';
  readonly kind = 'once';
}

/** Values of no kind that anyone asked for. Made again for each run, because some of them hold themselves. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileNumber,
  hostileDuration,
  hostileSize,
  fc.constantFrom<unknown>(undefined, null, true, false, 7n, Symbol('a'), () => 1, [], {}, [undefined], [null], [[]], [{}]),
  fc.constantFrom<unknown>(new Date(0), new Map([['a', 1]]), new Set(['a']), /a/, new Error('a'), new Stranger(), Buffer.from('a')),
  fc.constantFrom<unknown>(Cpu.cores(1), Gpu.nvidia(1), Model.bakedIn('/a'), Mount.claim('/a', 'b'), Run.once()),
  fc.constantFrom<unknown>(
    Lazy.any({ produce: () => ({ a: 1 }) }),
    Lazy.any({ produce: () => undefined }),
    { resolve: () => 'a' },
    { value: 'a' },
    { value: 7 },
  ),
  fc.constantFrom<() => unknown>(cyclicObject, cyclicList, throwing, holes, bare, chart, deep, proto).map((make) => make()),
  fc.jsonValue({ maxDepth: 2 }),
);

function cyclicObject(): object {
  const made: Record<string, unknown> = { name: 'a' };
  made.made = made;
  return made;
}

function cyclicList(): unknown[] {
  const made: unknown[] = [];
  made.push(made);
  return made;
}

function throwing(): object {
  return Object.defineProperty({}, 'name', {
    enumerable: true,
    get: () => {
      throw new RangeError('getter');
    },
  });
}

function holes(): unknown[] {
  return new Array(3);
}

function bare(): object {
  return Object.assign(Object.create(null), { name: 'a' });
}

function chart(): unknown {
  return new ApiObject(new Chart(new App(), 'other'), 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
}

function deep(): unknown {
  let value: unknown = 'a';
  for (let i = 0; i < 20_000; i++) value = { value };
  return value;
}

function proto(): unknown {
  return JSON.parse('{"__proto__":{"a":"b"},"constructor":"c"}');
}
