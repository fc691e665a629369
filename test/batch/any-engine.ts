import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { Cpu } from '../../src/base/cpu';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import { Engine } from '../../src/batch/job-engine';
import { Launch } from '../../src/batch/job-set/launch';
import type { RayOptions } from '../../src/batch/ray/ray-job-props';
import { Run } from '../../src/batch/run/run';
import type { SparkOptions } from '../../src/batch/spark/spark-job-props';
import { type EngineKind, SUPPORTED_PROPS } from '../../src/batch/supported-props';
import { anyJob, goodJob } from './any-job';

/** Every engine. */
export type ManyNodes = Exclude<EngineKind, 'none'>;

const small = { cpu: Cpu.cores(2), memory: Size.gibibytes(4) };

function some<T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[] = []): fc.Arbitrary<T> {
  return fc.record(fields, { requiredKeys }) as unknown as fc.Arbitrary<T>;
}

const schedule = fc.constantFrom('0 2 * * *', '@daily', '0 2 * * 7');
const hook = fc.constantFrom(Run.hook('PreSync'), Run.hook('Sync'), Run.hook('PostSync'));
const once = fc.constantFrom(Run.once(), Run.once({ superseded: 'stop' }));
const onEveryChange = fc.constant(Run.onEveryChange());
const suspended = fc.constantFrom(Run.once({ suspend: true }), Run.onEveryChange({ suspend: false }));
const onSchedule = fc
  .tuple(
    schedule,
    some<object>({ timeZone: fc.constantFrom('Europe/Berlin', 'Mars/Base'), ttlAfterFinished: fc.constant(Duration.days(2)) }),
  )
  .map(([cron, options]) => Run.scheduled(cron, options));

const torchrun = some({ processesPerNode: fc.integer({ min: 0, max: 8 }), port: fc.integer({ min: 1000, max: 1030 }) }).map(
  Launch.torchrun,
);
const mpi = some(
  {
    sshKeys: fc.constantFrom('keys', 'No Name'),
    launcher: fc.constant(small),
    home: fc.constantFrom('/home/me', 'here'),
    slotsPerNode: fc.integer({ min: 0, max: 4 }),
  },
  ['sshKeys', 'launcher'],
).map(Launch.mpi);

const initializer = some({ uri: fc.constantFrom('hf://acme/corpus', 's3://bucket/path', 'corpus'), secret: fc.constant('hub') }, ['uri']);

const ray: fc.Arbitrary<RayOptions> = some<RayOptions>(
  {
    entrypoint: fc.constantFrom('python train.py', 'echo "a b" && true', ''),
    head: fc.constant(small),
    submitter: fc.constant(small),
    version: fc.constant('2.52.0'),
    runtimeEnv: fc.constantFrom<Record<string, unknown>>({ pip: ['emoji==2.14.0'], env_vars: { SEED: '7' } }, {}),
    entrypointResources: fc.constantFrom({ cpus: 1 }, { gpus: 0.5 }, { cpus: -1 }),
    startDeadline: fc.constantFrom(Duration.minutes(20), Duration.seconds(0)),
  },
  ['entrypoint', 'head'],
);

const language = fc.constantFrom<Pick<SparkOptions, 'type' | 'mainClass'>>(
  { type: 'Python' },
  { type: 'R' },
  { type: 'Scala', mainClass: 'com.acme.Score' },
  { type: 'Java', mainClass: 'com.acme.Score' },
  { type: 'Java' },
);

const spark: fc.Arbitrary<Omit<SparkOptions, 'type'>> = some<Omit<SparkOptions, 'type'>>(
  {
    mainApplicationFile: fc.constantFrom('local:///opt/app/score.py', 's3a://acme/score.jar'),
    version: fc.constantFrom('4.0.1', '3.5.6', '4.1.0', '4.0.0', '3.5.5', '4'),
    driver: fc.constantFrom(
      small,
      small,
      { cpu: Cpu.millis(500), memory: Size.gibibytes(2) },
      { cpu: Cpu.cores(1), memory: Size.mebibytes(600) },
    ),
    memoryOverheadFactor: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
    sparkConf: fc.constantFrom<Record<string, string>>(
      {},
      { 'spark.sql.shuffle.partitions': '800' },
      { 'spark.eventLog.enabled': 'true' },
      { 'spark.master': 'k8s' },
    ),
    hadoopConf: fc.constant({ 'fs.s3a.path.style.access': 'true' }),
    deps: fc.constant({ pyFiles: ['local:///opt/app/lib.zip'] }),
    retryInterval: fc.constantFrom(Duration.seconds(5), Duration.minutes(1), Duration.seconds(30), Duration.millis(1)),
  },
  ['mainApplicationFile', 'version', 'driver'],
);

const ENGINES: Readonly<Record<ManyNodes, fc.Arbitrary<Engine>>> = {
  jobSet: some({ launch: fc.oneof(torchrun, torchrun, mpi, fc.constant(Launch.plain())) }).map(Engine.jobSet),
  trainJob: some(
    {
      runtime: fc.constantFrom('torch-distributed', { kind: 'TrainingRuntime', name: 'ours' }, { kind: 'Runtime', name: 'x' }),
      job: fc.constantFrom('node', 'launcher', '1'),
      processesPerNode: fc.integer({ min: 0, max: 8 }),
      dataset: initializer,
      model: initializer,
    },
    ['runtime'],
  ).map(Engine.trainJob),
  ray: ray.map(Engine.ray),
  spark: fc.tuple(language, spark).map(([spoken, options]) => Engine.spark({ ...options, ...spoken })),
  volcano: some({ queue: fc.constantFrom('research', 'No'), minAvailable: fc.integer({ min: 0, max: 5 }) }).map(Engine.volcano),
};

const RUNS: Readonly<Record<ManyNodes, fc.Arbitrary<Run>>> = {
  jobSet: fc.oneof(once, onEveryChange, hook, suspended),
  trainJob: fc.oneof(once, onEveryChange, hook, suspended),
  ray: fc.oneof(once, hook, onSchedule),
  spark: fc.oneof(once, onEveryChange, hook, suspended, onSchedule),
  volcano: fc.oneof(once, hook),
};

/** Props of a job with one engine: many are accepted, the others have a few mistakes at most. */
export function anyEngineJob(kind: ManyNodes): fc.Arbitrary<BatchJobProps> {
  const base = fc.oneof({ weight: 5, arbitrary: goodJob }, { weight: 1, arbitrary: anyJob });
  const serviceAccount = kind === 'spark' ? { serviceAccount: 'spark' } : {};
  return fc
    .tuple(base, RUNS[kind], ENGINES[kind], fc.integer({ min: 0, max: 40 }), fc.constant(Duration.hours(2)), fc.boolean())
    .map(([job, run, engine, nodes, deadline, readable]) => {
      const shared = { ...job, deadline, ...(readable ? { security: { runAsUser: 1000, fsGroup: 1000 } } : {}), ...serviceAccount };
      const supported = Object.entries(shared).filter(([prop]) => Object.hasOwn(SUPPORTED_PROPS[kind], prop));
      // A RayCronJob has no queue.
      const fits = supported.filter(([prop]) => !(prop === 'queue' && kind === 'ray' && run.kind === 'scheduled'));
      return { ...Object.fromEntries(fits), run, engine, nodes } as unknown as BatchJobProps;
    });
}
