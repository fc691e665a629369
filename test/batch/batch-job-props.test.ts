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

/** Takes what the compiler takes, and checks that callers without one are refused. */
function refused(props: BatchJobProps): void {
  expect(codeOf(() => engineJob(props))).toMatch(/^BatchJob\./);
}

test('what fits compiles', () => {
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

test('several nodes ask for an engine', () => {
  // @ts-expect-error nothing makes the four find one another
  refused({ ...pod, run, nodes: 4 });
  // @ts-expect-error an engine asks how many nodes there are
  refused({ ...pod, run, engine: Engine.jobSet() });
});

test('a JobSet carries no work in parts and no schedule', () => {
  // @ts-expect-error parts know nothing of one another
  refused({ ...jobSet, parallel: { completions: 10, parallelism: 2 } });
  // @ts-expect-error nothing makes JobSets by the clock
  refused({ ...jobSet, run: schedule });
});

test('a TrainJob carries what its runtime lets it, and no schedule', () => {
  // @ts-expect-error the runtime decides on retries
  refused({ ...trainJob, retries: 1 });
  // @ts-expect-error the runtime decides what a failure means
  refused({ ...trainJob, finalExitCodes: [2] });
  // @ts-expect-error a patch adds no containers
  refused({ ...trainJob, initContainers: [] });
  // @ts-expect-error nothing to patch
  refused({ ...trainJob, workingDir: '/app' });
  // @ts-expect-error nothing to patch
  refused({ ...trainJob, priorityClassName: 'low' });
  // @ts-expect-error nothing to patch
  refused({ ...trainJob, topologySpread: spread });
  // @ts-expect-error nothing to patch
  refused({ ...trainJob, runtimeClassName: 'nvidia' });
  // @ts-expect-error nothing to patch
  refused({ ...trainJob, schedulerName: 'other' });
  // @ts-expect-error nothing makes TrainJobs by the clock
  refused({ ...trainJob, run: schedule });
});

test('a RayJob has an entrypoint, and its schedule no queue and few options', () => {
  // @ts-expect-error KubeRay makes the command
  refused({ ...ray, command: ['python'] });
  // @ts-expect-error the entrypoint has them
  refused({ ...ray, args: ['train.py'] });
  // @ts-expect-error a failed task is Ray's own business
  refused({ ...ray, finalExitCodes: [2] });
  // @ts-expect-error a finished RayJob that changes runs nothing
  refused({ ...ray, run: Run.onEveryChange() });
  // @ts-expect-error a RayCronJob hands no label to its runs
  refused({ ...ray, run: schedule, queue: 'team-a' });
  // @ts-expect-error a RayCronJob looks at no other run
  refused({ ...ray, run: Run.scheduled('@daily', { concurrency: 'Forbid' }) });
  // @ts-expect-error a RayCronJob counts no finished runs
  refused({ ...ray, run: Run.scheduled('@daily', { history: { failed: 1 } }) });
  // @ts-expect-error a RayCronJob starts late runs all the same
  refused({ ...ray, run: Run.scheduled('@daily', { startingDeadline: Duration.hours(1) }) });
});

test('a SparkApplication has no deadline, and the operator no word for some of a pod', () => {
  // @ts-expect-error it has none
  refused({ ...spark, deadline: Duration.hours(1) });
  // @ts-expect-error Spark makes the command
  refused({ ...spark, command: ['python'] });
  // @ts-expect-error no word for it
  refused({ ...spark, ephemeralStorage: Size.gibibytes(10) });
  // @ts-expect-error no word for it
  refused({ ...spark, extendedResources: { 'rdma/hca': 1 } });
  // @ts-expect-error no word for it
  refused({ ...spark, topologySpread: spread });
  // @ts-expect-error no word for it
  refused({ ...spark, runtimeClassName: 'nvidia' });
  // @ts-expect-error an exit code is not looked at
  refused({ ...spark, finalExitCodes: [2] });
  // @ts-expect-error a late run starts all the same
  refused({ ...spark, run: Run.scheduled('@daily', { startingDeadline: Duration.hours(1) }) });
  const { serviceAccount: _, ...nobody } = spark;
  // @ts-expect-error the driver makes pods
  refused(nobody);
});

test('a Job of Volcano has queues of its own, and no deadline', () => {
  // @ts-expect-error Kueue does not know it
  refused({ ...volcano, queue: 'team-a' });
  // @ts-expect-error it has none
  refused({ ...volcano, deadline: Duration.hours(1) });
  // @ts-expect-error the engine is the scheduler
  refused({ ...volcano, schedulerName: 'other' });
  // @ts-expect-error it cannot be suspended by its object
  refused({ ...volcano, run: Run.once({ suspend: true }) });
  // @ts-expect-error Flux could not replace it
  refused({ ...volcano, run: Run.onEveryChange() });
  // @ts-expect-error nothing makes them by the clock
  refused({ ...volcano, run: schedule });
});
