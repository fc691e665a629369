import { Duration } from 'cdk8s';
import { checkedFactories } from '../../base/validate-props';

/**
 * When and how often a job runs while its object stands in Git.
 *
 * Made by the factories of the same name. A delivery tool wants an object to exist indefinitely, a Job wants to run once and vanish: each
 * factory is one safe answer to that.
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
  /** Five cron fields, or a macro such as `@daily`. */
  readonly schedule: string;
}

/** A {@link RunOnce} with the options that were given, and no others. */
export type OnceWith<Options extends RunOnceOptions> = Pick<RunOnce, 'kind'> & Options;

/** A {@link RunScheduled} with the options that were given, and no others. */
export type ScheduledWith<Options extends RunScheduledOptions> = Pick<RunScheduled, 'kind' | 'schedule'> & Options;

/** @see Run.hook */
export interface RunHook {
  readonly kind: 'hook';
  readonly phase: HookPhase;
}

/** The moments of an Argo CD sync. @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
export type HookPhase = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail';

export interface SuspendOptions {
  /**
   * Keeps the Job from starting. Changing it starts or stops the same run; it does not begin another.
   *
   * Refused together with a queue (`BatchJob.suspend`): the queue decides then, and a value in Git would fight with it.
   *
   * @default - not written
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job
   */
  readonly suspend?: boolean;
}

export interface RunOnceOptions extends SuspendOptions {
  /**
   * What happens to a run when a changed spec, or its removal, takes its file out of Git.
   *
   * - `finish`: the delivery tool leaves the Job alone. It runs to its end and stays, finished, until somebody deletes it.
   * - `stop`: the delivery tool deletes the Job, and with it pods that may still be running.
   *
   * @default 'finish'
   */
  readonly superseded?: 'finish' | 'stop';
}

export interface RunScheduledOptions {
  /**
   * Time zone of the schedule, by its IANA name. Refused when it is no such name (`BatchJob.timeZone`).
   *
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * What happens when a run is due while the one before still goes on: `Forbid` skips the new one, `Replace` stops the old one,
   * `Allow` runs both.
   *
   * @default 'Forbid'
   */
  readonly concurrency?: 'Forbid' | 'Replace' | 'Allow';
  /**
   * How late a run may start, in whole seconds; one that is missed by more is skipped.
   *
   * Refused below ten seconds (`BatchJob.startingDeadline`): the controller looks every ten, so such runs might never start.
   *
   * @default Duration.hours(1)
   */
  readonly startingDeadline?: Duration;
  /** How many finished runs are kept, for their logs. @default { succeeded: 3, failed: 1 } */
  readonly history?: RunHistory;
  /**
   * Time after which a finished run is deleted even when the history would keep it, in whole seconds.
   *
   * Only here: the runs of a CronJob are not in Git. A Job that is would be created, and run, again.
   *
   * @default - the history alone decides
   */
  readonly ttlAfterFinished?: Duration;
  /** Stops the schedule; runs that have begun go on. Always written, so that a change by hand shows as drift. @default false */
  readonly suspend?: boolean;
}

/** Numbers of finished runs to keep. */
export interface RunHistory {
  /** @default 3 */
  readonly succeeded?: number;
  /** @default 1 */
  readonly failed?: number;
}

/** The default of {@link RunScheduledOptions.startingDeadline}. */
export const STARTING_DEADLINE: Duration = Duration.hours(1);

/**
 * Runs once for each distinct spec: an object whose name ends in a hash of its content.
 *
 * The same spec keeps the name, so nothing runs again; a changed spec is another object. It never has a TTL. The type keeps which options
 * were given, because an engine may not be able to carry all of them.
 */
function once(): OnceWith<Record<never, never>>;
function once<const Options extends RunOnceOptions>(options: Options): OnceWith<Options>;
function once(options: RunOnceOptions = {}): RunOnce {
  return { ...options, kind: 'once' };
}

/**
 * Runs by the clock: a CronJob, or what an engine has for it. `Run.scheduled('0 2 * * *', { timeZone: 'Europe/Berlin' })`
 *
 * The type keeps which options were given, as that of {@link once}.
 */
function scheduled(schedule: string): ScheduledWith<Record<never, never>>;
function scheduled<const Options extends RunScheduledOptions>(schedule: string, options: Options): ScheduledWith<Options>;
function scheduled(schedule: string, options: RunScheduledOptions = {}): RunScheduled {
  return { ...options, kind: 'scheduled', schedule };
}

/**
 * Runs again on every change, under one name: the delivery tool deletes the object and creates it again. A run that goes on is cut short.
 *
 * Argo CD replaces such an object on every sync that includes it, changed or not; prefer {@link once} there.
 */
function onEveryChange(options: SuspendOptions = {}): RunOnEveryChange {
  return { ...options, kind: 'onEveryChange' };
}

/** Runs in every sync of Argo CD, at the given moment of it. Flux has no hooks: there it would be an object that can never be changed. */
function hook(phase: HookPhase): RunHook {
  return { kind: 'hook', phase };
}

export const Run = checkedFactories('Run', { once, onEveryChange, scheduled, hook });
