import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { Cpu } from '../../src/base/cpu';
import type { Parallel } from '../../src/batch/job/indexed-job';
import type { OneNodeProps } from '../../src/batch/job/plain-job-props';
import { Run } from '../../src/batch/run/run';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';

/** A pinned image. */
export const IMAGE = `ghcr.io/acme/train:1.4@sha256:${'0123456789abcdef'.repeat(4)}`;

/** The required props of a job. */
export const LEAST: Omit<OneNodeProps, 'run'> = { image: IMAGE, cpu: Cpu.cores(1), memory: Size.gibibytes(8) };

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

/** A random part of the fields of a record. */
function some<T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}

const seconds = (min: number) => fc.integer({ min, max: 100_000 }).map((amount) => Duration.seconds(amount));

const scheduled = fc
  .tuple(
    fc.constantFrom('0 2 * * *', '*/5 * * * 1-5', '@daily'),
    some({
      timeZone: fc.constantFrom('Europe/Berlin', 'Etc/UTC'),
      concurrency: fc.constantFrom<'Forbid' | 'Replace' | 'Allow'>('Forbid', 'Replace', 'Allow'),
      startingDeadline: seconds(10),
      ttlAfterFinished: seconds(0),
      history: some({ succeeded: fc.nat(9), failed: fc.nat(9) }),
      suspend: fc.boolean(),
    }),
  )
  .map(([schedule, options]) => Run.scheduled(schedule, options));

const superseded = fc.constantFrom<'finish' | 'stop'>('finish', 'stop');

/** When a job runs, without `suspend`, which conflicts with a queue. */
const goodRun: fc.Arbitrary<Run> = fc.oneof(
  some({ superseded }).map(Run.once),
  fc.constantFrom(Run.onEveryChange(), Run.hook('PreSync'), Run.hook('Sync'), Run.hook('PostSync'), Run.hook('SyncFail')),
  scheduled,
);

const goodParallel: fc.Arbitrary<Parallel> = fc.integer({ min: 6, max: 40 }).chain((completions) =>
  fc.record(
    {
      completions: fc.constant(completions),
      parallelism: fc.integer({ min: 1, max: completions }),
      perIndex: fc.record(
        {
          retries: fc.nat(9),
          maxFailedIndexes: fc.nat(completions),
          finalExitCodes: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
        },
        { requiredKeys: ['retries'] },
      ),
      success: fc.array(
        fc.oneof(
          fc.record({ count: fc.integer({ min: 1, max: completions }) }),
          fc.record({ indexes: fc.constantFrom('0-2', '1,3-5'), count: maybe(fc.integer({ min: 1, max: 3 })) }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    },
    { requiredKeys: ['completions', 'parallelism'] },
  ),
);

const goodPart = some<OneNodeProps>({
  run: goodRun,
  name: fc.stringMatching(/^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$/),
  image: fc.constantFrom(IMAGE, 'train:latest'),
  cpu: fc.constantFrom(Cpu.cores(1), Cpu.millis(250)),
  memory: fc.integer({ min: 5, max: 64 }).map((amount) => Size.gibibytes(amount)),
  args: fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
  env: fc.dictionary(fc.constantFrom('EPOCHS', 'SEED'), fc.string({ maxLength: 5 })),
  mounts: fc.constantFrom([Mount.claim('/checkpoints', 'checkpoints')], [Mount.memory('/dev/shm', { sizeLimit: Size.gibibytes(4) })]),
  accelerator: fc.constantFrom(Gpu.nvidia(1), Gpu.nvidia(8), Gpu.mig('1g.10gb')),
  retries: fc.nat(9),
  finalExitCodes: fc.array(fc.integer({ min: 10, max: 255 }), { maxLength: 4 }),
  parallel: goodParallel,
  queue: fc.constantFrom<string | { name: string }>('team-a', { name: 'team-b' }),
  nodeSelector: fc.dictionary(fc.constantFrom('pool', 'zone'), fc.constantFrom('a', 'b')),
  terminationGracePeriod: seconds(1),
});

/** Props of valid jobs. */
export const goodJob: fc.Arbitrary<OneNodeProps> = fc
  .tuple(goodRun, seconds(1), goodPart)
  .map(([run, deadline, part]) => ({ ...LEAST, run, ...part, ...(part.accelerator === undefined ? {} : { deadline }) }));

const bad = {
  run: fc.constantFrom<Run>(
    Run.scheduled('0 2 * * 7'),
    Run.scheduled('@daily', { timeZone: 'Local' }),
    Run.scheduled('@daily', { startingDeadline: Duration.seconds(1) }),
    Run.once({ suspend: true }),
    undefined as unknown as Run,
  ),
  name: fc.oneof(fc.string({ maxLength: 8 }), fc.constant('a'.repeat(60))),
  image: fc.string({ maxLength: 8 }),
  memory: fc.constantFrom(Size.gibibytes(0), Size.gibibytes(1), undefined as unknown as Size),
  env: fc.dictionary(fc.string({ maxLength: 4 }), fc.string({ maxLength: 5 })),
  mounts: fc.constantFrom([Mount.memory('/work', { sizeLimit: Size.gibibytes(16) })], [Mount.claim('relative', 'data')]),
  accelerator: fc.constant(Gpu.nvidia(2)),
  deadline: fc.constantFrom(Duration.seconds(0), Duration.millis(1)),
  retries: fc.constantFrom(-1, 0.5, Number.NaN),
  finalExitCodes: fc.array(fc.integer({ min: -1, max: 300 }), { maxLength: 4 }),
  parallel: fc.record({
    completions: fc.constantFrom(-1, 0, 3, 100_001, 2 ** 31),
    parallelism: fc.integer({ min: 0, max: 5 }),
    perIndex: maybe(fc.record({ retries: fc.integer({ min: -1, max: 1 }), maxFailedIndexes: maybe(fc.nat(5)) })),
    success: maybe(fc.array(fc.record({ indexes: fc.constantFrom('0', '5,2', '', '0-9') }), { maxLength: 2 })),
  }),
  queue: fc.string({ maxLength: 5 }),
};

/** Props of jobs, one or two of which are mostly wrong. */
export const anyJob: fc.Arbitrary<OneNodeProps> = fc
  .tuple(goodJob, fc.record(bad), fc.shuffledSubarray(Object.keys(bad), { minLength: 1, maxLength: 2 }))
  .map(([good, wrong, keys]) => ({ ...good, ...Object.fromEntries(Object.entries(wrong).filter(([key]) => keys.includes(key))) }));
