import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { Cpu } from '../../src/base/cpu';
import type { CpuAmount } from '../../src/kube/pod/resources';

test.each<[Cpu, string]>([
  [Cpu.cores(2), '2'],
  [Cpu.cores(1.5), '1500m'],
  [Cpu.cores(0.001), '1m'],
  [Cpu.cores(0.1 + 0.2), '300m'],
  [Cpu.cores(1.005), '1005m'],
  [Cpu.millis(250), '250m'],
  [Cpu.millis(3000), '3'],
])('%j is %s', (cpu, amount) => expect(cpu.amount).toBe(amount));

test('Cpu of cdk8s-plus-27 fits where an amount is asked for, and says the same', () => {
  const given: CpuAmount[] = [kplus.Cpu.units(2), kplus.Cpu.millis(250)];
  expect(given.map(({ amount }) => amount)).toEqual([Cpu.cores(2).amount, Cpu.millis(250).amount]);
});

describe('what it refuses', () => {
  const NUMBERS = [0, -1, -0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300];

  test.each([...NUMBERS, 0.0005, 1.0001, 1e-12])('Cpu.cores(%d)', (amount) => {
    expect(() => Cpu.cores(amount)).toThrow(expect.objectContaining({ code: 'Cpu.cores' }));
  });

  test.each([...NUMBERS, 0.5, 1.5, 2 ** 53])('Cpu.millis(%d)', (amount) => {
    expect(() => Cpu.millis(amount)).toThrow(expect.objectContaining({ code: 'Cpu.millis' }));
  });
});

describe('what always holds', () => {
  test('the quantity is what Kubernetes accepts, and reads back as the same number of thousandths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (millis) => {
        const { amount } = Cpu.millis(millis);
        const [, digits, unit] = /^([1-9][0-9]*)(m?)$/.exec(amount) ?? [];
        expect(BigInt(digits ?? 0) * (unit === 'm' ? 1n : 1000n)).toBe(BigInt(millis));
      }),
    );
  });

  test('cores and thousandths of a core say the same, up to a million cores', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (millis) => expect(Cpu.cores(millis / 1000).amount).toBe(Cpu.millis(millis).amount)),
    );
  });
});
