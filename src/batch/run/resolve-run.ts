import { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { wholeNumber } from '../../kube/whole-number';
import { cronSchedule } from './cron';
import type { Run, RunHistory, RunHook, RunOnce, RunOnEveryChange, RunScheduled } from './run';

/** A schedule with every default applied and every value parsed. */
export interface ResolvedSchedule {
  readonly kind: 'scheduled';
  readonly schedule: string;
  readonly timeZone: string;
  readonly suspend: boolean;
  readonly concurrency: NonNullable<RunScheduled['concurrency']>;
  readonly startingDeadlineSeconds: number;
  readonly history: Required<RunHistory>;
  readonly ttlSeconds?: number;
}

/** A run whose object is in Git: any run except a schedule. */
export type OneShotRun = RunOnce | RunOnEveryChange | RunHook;

/** When a job runs, checked. */
export type ResolvedRun = OneShotRun | ResolvedSchedule;

/** The default of {@link RunScheduled.startingDeadline}. */
export const STARTING_DEADLINE: Duration = Duration.hours(1);

/** Applies the defaults of a run and refuses what the API server would refuse. */
export function resolveRun(where: string, run: Run): ResolvedRun {
  return run.kind === 'scheduled' ? resolveSchedule(where, run) : run;
}

function resolveSchedule(where: string, run: RunScheduled): ResolvedSchedule {
  const { concurrency = 'Forbid', startingDeadline = STARTING_DEADLINE, ttlAfterFinished } = run;
  return {
    kind: 'scheduled',
    schedule: cronSchedule('BatchJob.schedule', where, run.schedule),
    timeZone: timeZoneName('BatchJob.timeZone', where, run.timeZone ?? 'Etc/UTC'),
    suspend: run.suspend ?? false,
    concurrency,
    startingDeadlineSeconds: wholeSeconds('BatchJob.startingDeadline', where, startingDeadline, 10),
    history: historyLimits(where, run.history),
    ...(ttlAfterFinished === undefined ? {} : { ttlSeconds: wholeSeconds('BatchJob.ttlAfterFinished', where, ttlAfterFinished) }),
  };
}

function historyLimits(where: string, { succeeded = 3, failed = 1 }: RunHistory = {}): Required<RunHistory> {
  const kept = (title: keyof RunHistory, value: number) => wholeNumber('BatchJob.history', where, value, { title, min: 0 });
  return { succeeded: kept('succeeded', succeeded), failed: kept('failed', failed) };
}

const AREA = /^[A-Z][A-Za-z0-9_+-]{0,13}$/;

/**
 * A time zone by its IANA name, as the API server accepts it: `Europe/Berlin`, `Etc/UTC`.
 *
 * Refused under `code`: offsets (`+01:00`), `Local`, the wrong case (`europe/berlin`), and names that Node.js has no data for.
 *
 * @see https://www.iana.org/time-zones
 */
export function timeZoneName(code: string, where: string, timeZone: string): string {
  if (isTimeZone(timeZone)) return timeZone;
  throw new ConfigError(code, {
    where,
    what: `${JSON.stringify(timeZone)} is not an IANA time zone`,
    fix: 'use a name such as "Europe/Berlin" or "Etc/UTC"',
  });
}

function isTimeZone(timeZone: string): boolean {
  if (timeZone === 'Local' || !timeZone.split('/').every((part) => AREA.test(part))) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
