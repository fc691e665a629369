import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError, configErrorText } from '../base/config-error';
import { wholeSeconds } from '../base/units';
import { checkPinned } from '../environment/pinned-image';
import { type Named, nameOf } from '../kube/environment-variables';
import { addIntent } from '../kube/intent';
import { kubeObject } from '../kube/kube-object';
import { requireProps } from '../kube/required-props';
import { setTimeBudget } from '../kube/time-budget';
import { warn } from '../kube/warning';
import { jobManifest } from './job-manifest';
import type { JobPodProps } from './job-pod';
import type { JobSpecProps } from './job-spec';
import type { Queue } from './queue';
import { rememberDemand } from './queue-findings';
import { refuseWrongTypes } from './refuse-wrong-types';
import type { Run } from './run';
import { runHash } from './run-content';

export interface BatchJobProps extends JobPodProps, JobSpecProps {
  /**
   * When the job runs. Required, because no default is safe: a Job that stands in Git can be run again, or never again, by a change that
   * nobody took for one.
   *
   * @see docs/jobs-under-gitops.md
   */
  readonly run: Run;
  /**
   * The Kubernetes name; `Run.once()` puts a hash behind it.
   *
   * Refused when it is no DNS label or leaves no room for what comes behind it: 63 characters for a Job, less 9 for the hash of
   * `Run.once()`, or 11 for the minute of `Run.scheduled()`, and less the digits of the last index (`BatchJob.name`).
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /** The application that the job is a part of, for the label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
  /** The release, for the label `app.kubernetes.io/version`. A change of it is a change of the spec. @default - none */
  readonly version?: string;
  /**
   * The Kueue LocalQueue that admits the job, in the same namespace: its name, or `Queue.local('team-a', { priority: 'nightly' })`.
   *
   * Nothing is written to `suspend`: the queue sets it. A job without a queue bypasses the quota of all queues; one with a device is
   * refused in an app that has queues, and so is a queue that does not exist or does not cover what the job asks for (`BatchJob.queue`).
   *
   * @default - none: the job starts as soon as the cluster has room
   * @see https://kueue.sigs.k8s.io/docs/tasks/run/jobs/
   */
  readonly queue?: string | Named | Queue;
}

/** Work that ends, on one machine at a time: training, batch scoring, a preparation step. A Job, or by schedule a CronJob. */
export class BatchJob extends Construct {
  /** The Kubernetes name, with the hash that `Run.once()` adds. */
  readonly name: string;
  /** The Job or CronJob. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: BatchJobProps) {
    super(scope, id);
    const where = this.node.path;
    refuseMissing(where, props);
    refuseEndless(where, props);
    refuseSuspendInQueue(where, props);
    checkPinned('BatchJob.image', this, props.image);
    const manifest = jobManifest(where, props.name ?? id, props);
    this.resource = kubeObject(this, 'Resource', manifest);
    this.name = this.resource.name;
    const template = manifest.kind === 'Job' ? manifest.spec?.template : manifest.spec?.jobTemplate.spec?.template;
    const queue = props.queue === undefined ? undefined : nameOf(props.queue);
    rememberDemand({
      construct: this,
      object: this.resource,
      queue,
      accelerator: props.accelerator,
      templates: template ? [template] : [],
    });
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
