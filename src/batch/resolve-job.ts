import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { validateProps } from '../base/validate-props';
import { checkPinned } from '../environment/pinned-image';
import type { BatchJobProps } from './batch-job-props';
import { type ResolvedPlainJob, resolvePlainJob } from './job/resolve-plain-job';
import { resolveBasics } from './job-basics';
import type { Engine } from './job-engine';
import { type ResolvedJobSet, resolveJobSet } from './job-set/resolve-job-set';
import { type ResolvedRayJob, resolveRayJob } from './ray/resolve-ray-job';
import type { Run, RunScheduledOptions } from './run/run';
import { type ResolvedSparkJob, resolveSparkJob } from './spark/resolve-spark-job';
import { type EngineKind, engineKind, refuseUnsupportedProps, SUPPORTED_PROPS } from './supported-props';
import { type ResolvedTrainJob, resolveTrainJob } from './train-job/resolve-train-job';
import { type ResolvedVolcanoJob, resolveVolcanoJob } from './volcano/resolve-volcano-job';

/** A job with every default applied and every value parsed. Its manifest is a pure function of it. */
export type ResolvedJob = ResolvedPlainJob | ResolvedJobSet | ResolvedTrainJob | ResolvedRayJob | ResolvedSparkJob | ResolvedVolcanoJob;

/** Applies every default of a job and makes every refusal. */
export function resolveJob(construct: Construct, id: string, props: BatchJobProps): ResolvedJob {
  const where = construct.node.path;
  // Before the general check, which would call it an unknown field.
  refuseExtraContainers(where, props);
  validateProps('BatchJob', where, props);
  const engine = engineKind(props);
  refuseUnsupportedProps(where, engine, props);
  refuseUnsupportedRun(where, engine, props.run);
  refuseEndless(where, engine, props);
  refuseSuspendInQueue(where, props);
  refuseUnseenQueue(where, engine, props);
  checkPinned('BatchJob.image', construct, props.image);
  // A Spark driver needs a role, so its account is given; the runtime of a TrainJob chooses the account of its pods.
  const ownAccount = props.serviceAccount === undefined && engine !== 'spark' && engine !== 'trainJob';
  const basics = resolveBasics(construct, id, props, ownAccount);
  if (props.engine === undefined) return resolvePlainJob(basics, props);
  if (isOn(props, 'jobSet')) return resolveJobSet(basics, props);
  if (isOn(props, 'trainJob')) return resolveTrainJob(basics, props);
  if (isOn(props, 'ray')) return resolveRayJob(basics, props);
  if (isOn(props, 'spark')) return resolveSparkJob(basics, props);
  if (isOn(props, 'volcano')) return resolveVolcanoJob(basics, props);
  return props satisfies never;
}

/** The compiler does not narrow a union by a nested field. */
function isOn<Kind extends Engine['kind']>(
  props: BatchJobProps,
  kind: Kind,
): props is Extract<BatchJobProps, { readonly engine: { readonly kind: Kind } }> {
  return props.engine?.kind === kind;
}

/** Servers have this prop, so people look for it here. */
function refuseExtraContainers(where: string, props: object | undefined): void {
  if ((props as { readonly extraContainers?: unknown } | undefined)?.extraContainers === undefined) return;
  throw new ConfigError('BatchJob.extraContainers', {
    where,
    what: '`extraContainers` is not supported: a container beside the main one would keep the job from completing',
    fix: "use a native sidecar: initContainers: [{ …, restartPolicy: 'Always' }]",
  });
}

/** The runs that each engine has a kind for. */
const RUNS: Readonly<Record<EngineKind, readonly Run['kind'][]>> = {
  none: ['once', 'onEveryChange', 'scheduled', 'hook'],
  jobSet: ['once', 'onEveryChange', 'hook'],
  trainJob: ['once', 'onEveryChange', 'hook'],
  ray: ['once', 'scheduled', 'hook'],
  spark: ['once', 'onEveryChange', 'scheduled', 'hook'],
  volcano: ['once', 'hook'],
};

const INSTEAD: Readonly<Record<Run['kind'], string>> = {
  once: "use Run.once() or Run.scheduled('0 2 * * *')",
  hook: "use Run.once() or Run.scheduled('0 2 * * *')",
  onEveryChange: 'use Run.once(), whose name changes with the spec',
  scheduled: 'use Run.once(), an engine with a schedule (ray, spark), or a workflow engine that creates the run',
};

/** Options of a schedule that the kind of an engine has no field for. */
const UNSUPPORTED_OPTIONS: Partial<
  Record<EngineKind, { readonly kind: string; readonly options: readonly (keyof RunScheduledOptions)[] }>
> = {
  ray: { kind: 'RayCronJob', options: ['concurrency', 'startingDeadline', 'history'] },
  spark: { kind: 'ScheduledSparkApplication', options: ['startingDeadline'] },
};

/** The compiler refuses these runs too; this is for callers in JavaScript. */
function refuseUnsupportedRun(where: string, engine: EngineKind, run: Run): void {
  if (!RUNS[engine].includes(run.kind)) {
    const what = `the engine ${engine} does not support Run.${run.kind}()`;
    throw new ConfigError('BatchJob.run', { where, what, fix: INSTEAD[run.kind] });
  }
  if (engine === 'volcano' && run.kind === 'once' && run.suspend !== undefined) {
    throw new ConfigError('BatchJob.suspend', { where, what: 'a Volcano Job has no field for `suspend`', fix: 'remove suspend' });
  }
  const unsupported = UNSUPPORTED_OPTIONS[engine];
  if (run.kind !== 'scheduled' || unsupported === undefined) return;
  const option = unsupported.options.find((each) => run[each] !== undefined);
  if (option === undefined) return;
  throw new ConfigError(`BatchJob.${option}`, { where, what: `a ${unsupported.kind} has no field for \`${option}\``, fix: 'remove it' });
}

/** A hung pod without a device costs little. One with a device keeps it from everybody else. */
function refuseEndless(where: string, engine: EngineKind, { accelerator, deadline }: BatchJobProps): void {
  if (accelerator === undefined || deadline !== undefined || !Object.hasOwn(SUPPORTED_PROPS[engine], 'deadline')) return;
  throw new ConfigError('BatchJob.deadline', {
    where,
    what: `\`deadline\` is required with an accelerator: a hung run would hold ${accelerator.count} ${accelerator.resource} indefinitely`,
    fix: 'add deadline: Duration.hours(12), the longest that a good run takes',
  });
}

function refuseSuspendInQueue(where: string, { queue, run }: BatchJobProps): void {
  if (queue === undefined || (run.kind !== 'once' && run.kind !== 'onEveryChange') || run.suspend === undefined) return;
  throw new ConfigError('BatchJob.suspend', {
    where,
    what: '`suspend` cannot be set for a job in a queue: the queue sets it, and Git would reset it',
    fix: 'remove suspend, or stop the queue',
  });
}

/** A RayCronJob passes no labels to its runs. Kueue would not see them, and they would start at once, whatever the quota. */
function refuseUnseenQueue(where: string, engine: EngineKind, { queue, run }: BatchJobProps): void {
  if (queue === undefined || run.kind !== 'scheduled' || engine !== 'ray') return;
  throw new ConfigError('BatchJob.queue', {
    where,
    what: 'runs of a RayCronJob cannot be queued: KubeRay does not copy the queue label to them',
    fix: 'remove queue, or use another engine for the schedule',
  });
}
