import { ConfigError } from '../base/config-error';

const DURATIONS = ['deadline', 'terminationGracePeriod'];
const SIZES = ['memory', 'scratch', 'sharedMemory', 'ephemeralStorage'];
const CPUS = ['cpu', 'cpuLimit'];

/** What the compiler checks, for callers without one: quantities that are bare numbers or text would fail deep inside, without a place. */
export function refuseWrongTypes(where: string, props: object): void {
  const given = props as Readonly<Record<string, unknown>>;
  const check = (names: readonly string[], method: string, example: string) => {
    for (const prop of names) {
      const value = given[prop] as Readonly<Record<string, unknown>> | undefined;
      if (value === undefined || value?.[method] !== undefined) continue;
      throw new ConfigError(`BatchJob.${prop}`, { where, what: `${prop} is ${JSON.stringify(value)}`, fix: `use ${prop}: ${example}` });
    }
  };
  check(DURATIONS, 'toMilliseconds', 'Duration.hours(12)');
  check(SIZES, 'toKibibytes', 'Size.gibibytes(16)');
  check(CPUS, 'amount', 'Cpu.cores(4)');
  check(['accelerator'], 'resource', 'Gpu.nvidia(1)');
  if (typeof given.image === 'string') return;
  throw new ConfigError('BatchJob.image', { where, what: `image is ${JSON.stringify(given.image)}`, fix: 'write it as text' });
}
