import { ConfigError } from '../base/config-error';
import { validateProps } from '../base/validate-props';
import type { BatchJobProps } from './batch-job-props';
import type { Run } from './run/run';
import { type EngineKind, engineKind, refuseUnsupportedProps, SUPPORTED_PROPS } from './supported-props';

const RUN_EXAMPLE = "Run.once() or Run.scheduled('0 2 * * *')";

/** Refuses what no engine could run, before anything is built. */
export function refuseJob(where: string, props: BatchJobProps): void {
  validateProps('BatchJob', where, props);
  refuseUnsupportedProps(where, props);
  refuseRun(where, props);
  refuseEndless(where, props);
  refuseSuspendInQueue(where, props);
  refuseUnseenQueue(where, props);
}

/** The runs that an engine's kinds can stand for. */
const RUNS: Readonly<Record<EngineKind, readonly Run['kind'][]>> = {
  none: ['once', 'onEveryChange', 'scheduled', 'hook'],
  jobSet: ['once', 'onEveryChange', 'hook'],
  trainJob: ['once', 'onEveryChange', 'hook'],
  ray: ['once', 'scheduled', 'hook'],
  spark: ['once', 'onEveryChange', 'scheduled', 'hook'],
  volcano: ['once', 'hook'],
};

const WAYS_OUT: Readonly<Record<Run['kind'], string>> = {
  once: `use ${RUN_EXAMPLE}`,
  hook: `use ${RUN_EXAMPLE}`,
  onEveryChange: 'use Run.once(), whose name changes with the spec',
  scheduled: 'use Run.once(), an engine with a schedule (ray, spark), or a workflow engine that makes the run',
};

/** What the compiler refuses, for callers without one: a run that the engine has no kind for. */
function refuseRun(where: string, props: BatchJobProps): void {
  const engine = engineKind(where, props);
  const run: Run = props.run;
  if (!RUNS.none.includes(run.kind)) {
    throw new ConfigError('BatchJob.run', { where, what: `run is ${JSON.stringify(run)}`, fix: `use ${RUN_EXAMPLE}` });
  }
  if (!RUNS[engine].includes(run.kind)) {
    const what = `the engine ${engine} has nothing for Run.${run.kind}()`;
    throw new ConfigError('BatchJob.run', { where, what, fix: WAYS_OUT[run.kind] });
  }
  if (engine !== 'volcano' || run.kind !== 'once' || run.suspend === undefined) return;
  throw new ConfigError('BatchJob.suspend', { where, what: "Volcano's Job cannot be suspended by its object", fix: 'leave suspend out' });
}

/** A hung pod without a device costs little; one with a device keeps it from everybody else. */
function refuseEndless(where: string, props: BatchJobProps): void {
  const { accelerator, deadline } = props;
  if (accelerator === undefined || deadline !== undefined || !Object.hasOwn(SUPPORTED_PROPS[engineKind(where, props)], 'deadline')) return;
  throw new ConfigError('BatchJob.deadline', {
    where,
    what: `the job asks for ${accelerator.count} ${accelerator.resource} and has no deadline, so a hung run would hold them indefinitely`,
    fix: 'add deadline: Duration.hours(12), the longest that a good run takes',
  });
}

function refuseSuspendInQueue(where: string, { queue, run }: BatchJobProps): void {
  if (queue === undefined || (run.kind !== 'once' && run.kind !== 'onEveryChange') || run.suspend === undefined) return;
  throw new ConfigError('BatchJob.suspend', {
    where,
    what: 'suspend is written for a job in a queue; the queue sets it, and Git would set it back',
    fix: 'leave suspend out, or stop the queue',
  });
}

/** A RayCronJob hands no label to its runs, so Kueue would not see them: they would start at once, against every quota. */
function refuseUnseenQueue(where: string, { queue, run, engine }: BatchJobProps): void {
  if (queue === undefined || run.kind !== 'scheduled' || engine?.kind !== 'ray') return;
  throw new ConfigError('BatchJob.queue', {
    where,
    what: 'runs of a RayCronJob carry no queue, because KubeRay hands them none of its labels',
    fix: 'take queue out, or use another engine for the schedule',
  });
}
