import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError, configErrorText } from '../base/config-error';
import { wholeSeconds } from '../base/units';
import { checkPinned } from '../environment/pinned-image';
import { declareDemand } from '../kube/demand';
import { nameOf } from '../kube/environment-variables';
import { addIntent } from '../kube/intent';
import { customObject } from '../kube/kube-object';
import { requireProps } from '../kube/required-props';
import { setTimeBudget } from '../kube/time-budget';
import { warn } from '../kube/warning';
import type { BatchJobProps } from './batch-job-props';
import { refuseUncarried } from './carried-props';
import { deviceDemands } from './device-demands';
import { rememberDemand } from './queue-findings';
import { refuseWrongTypes } from './refuse-wrong-types';
import { renderedJob } from './render-job';
import type { Run } from './run';
import { runHash } from './run-content';

/**
 * Work that ends: training, batch scoring, a preparation step.
 *
 * On one machine a Job, or by schedule a CronJob; on several the object of an engine that somebody else has built.
 */
export class BatchJob extends Construct {
  /** The Kubernetes name, with the hash that `Run.once()` adds. */
  readonly name: string;
  /** The Job or CronJob, or the engine's object. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: BatchJobProps) {
    super(scope, id);
    const where = this.node.path;
    refuseMissing(where, props);
    refuseUncarried(where, props);
    refuseEndless(where, props);
    refuseSuspendInQueue(where, props);
    checkPinned('BatchJob.image', this, props.image);
    const { manifest, pods } = renderedJob(where, props.name ?? id, props);
    this.resource = customObject(this, 'Resource', manifest);
    this.name = this.resource.name;
    const queue = props.queue === undefined ? undefined : nameOf(props.queue);
    rememberDemand({ construct: this, object: this.resource, queue, accelerator: props.accelerator, pods });
    if (props.engine !== undefined) declareDemand(this, ...deviceDemands(this.resource, queue, pods));
    rememberRun(this, props);
    warnOfBlockedSchedule(this, props);
  }
}

const EXAMPLES = {
  image: "'ghcr.io/acme/train:1.4@sha256:<digest>'",
  cpu: 'Cpu.cores(4)',
  memory: 'Size.gibibytes(16)',
  run: "Run.once() or Run.scheduled('0 2 * * *')",
};

const RUN_KINDS: readonly Run['kind'][] = ['once', 'onEveryChange', 'scheduled', 'hook'];

function refuseMissing(where: string, props: BatchJobProps): void {
  requireProps('BatchJob', where, props, EXAMPLES);
  refuseWrongTypes(where, props);
  if (RUN_KINDS.includes(props.run.kind)) return;
  throw new ConfigError('BatchJob.run', { where, what: `run is ${JSON.stringify(props.run)}`, fix: `use ${EXAMPLES.run}` });
}

/** A hung pod without a device costs little; one with a device keeps it from everybody else. */
function refuseEndless(where: string, { accelerator, deadline }: BatchJobProps): void {
  if (accelerator === undefined || deadline !== undefined) return;
  throw new ConfigError('BatchJob.deadline', {
    where,
    what: `the job asks for ${accelerator.count} ${accelerator.resource} and has no deadline, so a hung run would hold them for ever`,
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

/** Tells the delivery room what the run asks of it. */
function rememberRun(job: BatchJob, { run, deadline }: BatchJobProps): void {
  if (run.kind !== 'once' && run.kind !== 'onEveryChange') return;
  if (run.kind === 'once') {
    addIntent(job.resource, { keep: run.superseded !== 'stop' });
    refuseChangeAfterNaming(job);
  } else {
    addIntent(job.resource, { replace: true });
  }
  if (deadline === undefined) return;
  const seconds = wholeSeconds('BatchJob.deadline', job.node.path, deadline, 1);
  setTimeBudget(job, { seconds, reason: `deadline ${seconds} s` });
}

/** A patch after the constructor would change the content under a name that stands for another: the live Job could not be updated. */
function refuseChangeAfterNaming(job: BatchJob): void {
  const validate = () => {
    const { metadata, spec } = job.resource.toJson();
    const hash = runHash({ metadata, spec });
    if (job.name.endsWith(`-${hash}`)) return [];
    const what = `the Job "${job.name}" was changed after its name had been made of its content`;
    return [
      configErrorText('BatchJob.changed', {
        where: job.node.path,
        what,
        fix: 'set the field through the props, or use Run.onEveryChange()',
      }),
    ];
  };
  job.node.addValidation({ validate });
}

/** With `Forbid`, a run that never ends keeps all later ones from starting. */
function warnOfBlockedSchedule(job: BatchJob, { run, deadline }: BatchJobProps): void {
  if (run.kind !== 'scheduled' || deadline !== undefined || (run.concurrency ?? 'Forbid') !== 'Forbid') return;
  warn(job, 'BatchJob.deadline', {
    what: 'one hung run stops the schedule: a run is skipped while the one before goes on, and nothing ends that',
    fix: 'add deadline: Duration.hours(6), the longest that a good run takes',
  });
}
