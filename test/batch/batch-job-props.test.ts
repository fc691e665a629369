import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import { Engine } from '../../src/batch/job-engine';
import { Run } from '../../src/batch/run/run';
import { Gpu } from '../../src/kube/devices/accelerator';
import { codeOf } from '../support/code-of';
import { IMAGE } from './any-job';
import { engineJob } from './engine-job';

const pod = { image: IMAGE, cpu: Cpu.cores(4), memory: Size.gibibytes(16) };
const run = Run.once();
const head = { cpu: Cpu.cores(4), memory: Size.gibibytes(16) };
const jobSet = { ...pod, run, nodes: 4, engine: Engine.jobSet() };
const trainJob = { ...pod, run, nodes: 4, engine: Engine.trainJob({ runtime: 'torch-distributed' }) };
const ray = { ...pod, run, nodes: 4, engine: Engine.ray({ entrypoint: 'python train.py', head }) };
const sparkEngine = Engine.spark({ type: 'R', mainApplicationFile: 'local:///score.R', version: '4.0.1', driver: head });
const spark = { ...pod, run, nodes: 4, engine: sparkEngine, serviceAccount: 'spark' };
const volcano = { ...pod, run, nodes: 4, engine: Engine.volcano() };
const schedule = Run.scheduled('@daily');
const spread = [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }];

/** Checks that callers in JavaScript are refused too. */
function refused(props: BatchJobProps): void {
  expect(codeOf(() => engineJob(props))).toMatch(/^BatchJob\./);
}

test('valid props compile', () => {
  const fits: readonly BatchJobProps[] = [
    { ...pod, run: Run.scheduled('@daily', { history: { failed: 2 }, concurrency: 'Replace' }), nodes: 1 },
    { ...jobSet, finalExitCodes: [2], queue: 'team-a', deadline: Duration.hours(1), accelerator: Gpu.nvidia(8) },
    { ...trainJob, run: Run.onEveryChange(), queue: 'team-a' },
    { ...ray, run: Run.scheduled('@daily', { ttlAfterFinished: Duration.days(7), timeZone: 'Europe/Berlin' }) },
    { ...spark, run: Run.scheduled('@daily', { concurrency: 'Replace', history: { failed: 2 } }), args: ['--day'] },
    { ...volcano, run: Run.once({ superseded: 'stop' }), finalExitCodes: [2] },
  ];
  for (const props of fits) expect(codeOf(() => engineJob(props))).toBe('accepted');
});

test('several nodes require an engine', () => {
  // @ts-expect-error the pods of a plain Job cannot discover each other
  refused({ ...pod, run, nodes: 4 });
  // @ts-expect-error an engine requires the number of nodes
  refused({ ...pod, run, engine: Engine.jobSet() });
});

test('a JobSet supports no work in parts and no schedule', () => {
  // @ts-expect-error the nodes of a JobSet work together
  refused({ ...jobSet, parallel: { completions: 10, parallelism: 2 } });
  // @ts-expect-error no object creates JobSets on a schedule
  refused({ ...jobSet, run: schedule });
});

test('a TrainJob supports what its runtime can patch, and no schedule', () => {
  // @ts-expect-error the runtime decides on retries
  refused({ ...trainJob, retries: 1 });
  // @ts-expect-error the runtime decides on failures
  refused({ ...trainJob, finalExitCodes: [2] });
  // @ts-expect-error a patch cannot add containers
  refused({ ...trainJob, initContainers: [] });
  // @ts-expect-error cannot be patched
  refused({ ...trainJob, workingDir: '/app' });
  // @ts-expect-error cannot be patched
  refused({ ...trainJob, priorityClassName: 'low' });
  // @ts-expect-error cannot be patched
  refused({ ...trainJob, topologySpread: spread });
  // @ts-expect-error cannot be patched
  refused({ ...trainJob, runtimeClassName: 'nvidia' });
  // @ts-expect-error cannot be patched
  refused({ ...trainJob, schedulerName: 'other' });
  // @ts-expect-error no object creates TrainJobs on a schedule
  refused({ ...trainJob, run: schedule });
});

test('a RayJob has an entrypoint; its schedule has no queue and few options', () => {
  // @ts-expect-error KubeRay sets the command
  refused({ ...ray, command: ['python'] });
  // @ts-expect-error they are part of the entrypoint
  refused({ ...ray, args: ['train.py'] });
  // @ts-expect-error Ray handles failed tasks
  refused({ ...ray, finalExitCodes: [2] });
  // @ts-expect-error a changed RayJob that has finished does not rerun
  refused({ ...ray, run: Run.onEveryChange() });
  // @ts-expect-error a RayCronJob does not pass labels to its runs
  refused({ ...ray, run: schedule, queue: 'team-a' });
  // @ts-expect-error a RayCronJob does not look at other runs
  refused({ ...ray, run: Run.scheduled('@daily', { concurrency: 'Forbid' }) });
  // @ts-expect-error a RayCronJob has no history limit
  refused({ ...ray, run: Run.scheduled('@daily', { history: { failed: 1 } }) });
  // @ts-expect-error a RayCronJob starts late runs anyway
  refused({ ...ray, run: Run.scheduled('@daily', { startingDeadline: Duration.hours(1) }) });
});

test('a SparkApplication has no deadline, and no fields for some pod props', () => {
  // @ts-expect-error there is no such field
  refused({ ...spark, deadline: Duration.hours(1) });
  // @ts-expect-error Spark sets the command
  refused({ ...spark, command: ['python'] });
  // @ts-expect-error there is no such field
  refused({ ...spark, ephemeralStorage: Size.gibibytes(10) });
  // @ts-expect-error there is no such field
  refused({ ...spark, extendedResources: { 'rdma/hca': 1 } });
  // @ts-expect-error there is no such field
  refused({ ...spark, topologySpread: spread });
  // @ts-expect-error there is no such field
  refused({ ...spark, runtimeClassName: 'nvidia' });
  // @ts-expect-error exit codes are ignored
  refused({ ...spark, finalExitCodes: [2] });
  // @ts-expect-error a late run starts anyway
  refused({ ...spark, run: Run.scheduled('@daily', { startingDeadline: Duration.hours(1) }) });
  const { serviceAccount: _, ...withoutAccount } = spark;
  // @ts-expect-error the driver needs an account to create pods
  refused(withoutAccount);
});

test('a Volcano Job has its own queues, and no deadline', () => {
  // @ts-expect-error Kueue does not manage it
  refused({ ...volcano, queue: 'team-a' });
  // @ts-expect-error there is no such field
  refused({ ...volcano, deadline: Duration.hours(1) });
  // @ts-expect-error the engine is the scheduler
  refused({ ...volcano, schedulerName: 'other' });
  // @ts-expect-error it has no suspend field
  refused({ ...volcano, run: Run.once({ suspend: true }) });
  // @ts-expect-error Flux cannot replace it
  refused({ ...volcano, run: Run.onEveryChange() });
  // @ts-expect-error no object creates them on a schedule
  refused({ ...volcano, run: schedule });
});
