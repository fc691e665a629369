import type { Duration } from 'cdk8s';
import { checkedFactories } from '../../base/validate-props';

/**
 * When and how often a job runs while its object is in Git.
 *
 * Created by the factories of the same name. A delivery tool wants an object to exist indefinitely, a Job runs once and can then be deleted:
 * each factory resolves that conflict in one safe way.
 */
export type Run = RunOnce | RunOnEveryChange | RunScheduled | RunHook;

/** @see Run.once */
export interface RunOnce extends RunOnceOptions {
  readonly kind: 'once';
}

/** @see Run.onEveryChange */
export interface RunOnEveryChange extends SuspendOptions {
  readonly kind: 'onEveryChange';
}

/** @see Run.scheduled */
export interface RunScheduled extends RunScheduledOptions {
  readonly kind: 'scheduled';
  /**
   * Five cron fields, `'0 2 * * *'`, or a macro such as `'@daily'` (`BatchJob.schedule`).
   *
   * @example '0 2 * * *'
   */
  readonly schedule: string;
}

/** A {@link RunOnce} with the options that were given, and no others. */
export type OnceWith<Options extends RunOnceOptions> = Pick<RunOnce, 'kind'> & Options;

/** A {@link RunScheduled} with the options that were given, and no others. */
export type ScheduledWith<Options extends RunScheduledOptions> = Pick<RunScheduled, 'kind' | 'schedule'> & Options;

/** @see Run.hook */
export interface RunHook {
  readonly kind: 'hook';
  /** `'PreSync'`, `'Sync'`, `'PostSync'` or `'SyncFail'`. */
  readonly phase: HookPhase;
}

/** The phases of an Argo CD sync. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
export type HookPhase = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail';

export interface SuspendOptions {
  /**
   * Keeps the Job from starting: `Run.once({ suspend: true })`. Changing it pauses or resumes the same run.
   *
   * Refused together with a queue (`BatchJob.suspend`): the queue sets the field, and a value in Git would conflict with it.
   *
   * @default - not written
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job
   */
  readonly suspend?: boolean;
}

export interface RunOnceOptions extends SuspendOptions {
  /**
   * What happens to a run when a changed spec, or its removal, deletes its file from Git: `Run.once({ superseded: 'stop' })`.
   *
   * - `finish`: the delivery tool keeps the Job. It runs to its end and stays, finished, until a person deletes it.
   * - `stop`: the delivery tool deletes the Job, and with it pods that may still be running.
   *
   * @default 'finish'
   */
  readonly superseded?: 'finish' | 'stop';
}

export interface RunScheduledOptions {
  /**
   * Time zone of the schedule, an IANA name such as `'Europe/Berlin'` (`BatchJob.timeZone`).
   *
   * @example 'Europe/Berlin'
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * What happens when a run is due while the previous one is still running: `'Forbid'` skips the new one, `'Replace'` stops the old one,
   * `'Allow'` runs both. A RayCronJob has no field for it (`BatchJob.concurrency`).
   *
   * @default 'Forbid'
   */
  readonly concurrency?: 'Forbid' | 'Replace' | 'Allow';
  /**
   * How late a run may start: `startingDeadline: Duration.minutes(30)`. A run that misses it is skipped.
   *
   * Whole seconds, at least ten (`BatchJob.startingDeadline`): the controller checks every ten seconds, so such runs might never start.
   *
   * @default Duration.hours(1)
   */
  readonly startingDeadline?: Duration;
  /**
   * How many finished runs are kept, for their logs: `history: { succeeded: 3, failed: 5 }` (`BatchJob.history`).
   *
   * @default { succeeded: 3, failed: 1 }
   */
  readonly history?: RunHistory;
  /**
   * Time after which a finished run is deleted even when the history would keep it: `ttlAfterFinished: Duration.days(7)`. Whole seconds
   * (`BatchJob.ttlAfterFinished`).
   *
   * Only for schedules, whose runs are not in Git. The delivery tool would create, and so run, a deleted Job of Git again.
   *
   * @default - the history alone decides
   */
  readonly ttlAfterFinished?: Duration;
  /** Pauses the schedule; runs that have started continue. Always written, so that a manual change shows as drift. @default false */
  readonly suspend?: boolean;
}

/** Numbers of finished runs to keep. */
export interface RunHistory {
  /** Finished runs to keep. @default 3 */
  readonly succeeded?: number;
  /** Failed runs to keep. @default 1 */
  readonly failed?: number;
}

/**
 * Runs once per distinct spec: the name of the object ends in a hash of its content.
 *
 * The same spec keeps the name, so nothing reruns; a changed spec is a new object. It never has a TTL. The type keeps which options were given,
 * because some engines do not support all of them.
 */
function once(): OnceWith<Record<never, never>>;
function once<const Options extends RunOnceOptions>(options: Options): OnceWith<Options>;
function once(options: RunOnceOptions = {}): RunOnce {
  return { ...options, kind: 'once' };
}

/**
 * Runs on a schedule: a CronJob, or the equivalent of an engine. `Run.scheduled('0 2 * * *', { timeZone: 'Europe/Berlin' })`
 *
 * The type keeps which options were given, like that of {@link once}.
 */
function scheduled(schedule: string): ScheduledWith<Record<never, never>>;
function scheduled<const Options extends RunScheduledOptions>(schedule: string, options: Options): ScheduledWith<Options>;
function scheduled(schedule: string, options: RunScheduledOptions = {}): RunScheduled {
  return { ...options, kind: 'scheduled', schedule };
}

/**
 * Reruns on every change, under one name: the delivery tool deletes the object and creates it again. A running job is cut short.
 *
 * Argo CD replaces such an object on every sync that includes it, changed or not; prefer {@link once} there.
 */
function onEveryChange(options: SuspendOptions = {}): RunOnEveryChange {
  return { ...options, kind: 'onEveryChange' };
}

/** Runs in every sync of Argo CD, in the given phase: `Run.hook('PreSync')`. Flux has no hooks: there the object could never change. */
function hook(phase: HookPhase): RunHook {
  return { kind: 'hook', phase };
}

export const Run = checkedFactories('Run', { once, onEveryChange, scheduled, hook });
