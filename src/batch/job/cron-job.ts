import type { CronJobSpec, JobTemplateSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { wholeNumber } from '../../kube/whole-number';
import { cronSchedule } from '../run/cron';
import { type RunHistory, type RunScheduled, STARTING_DEADLINE } from '../run/run';
import { timeZoneName } from '../run/time-zone';

const CONCURRENCY = ['Forbid', 'Replace', 'Allow'];

/**
 * The spec of a CronJob. Nothing is left to the defaults of the API server, so that a change by hand in the cluster shows as drift.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export function cronJobSpec(where: string, run: RunScheduled, job: JobTemplateSpec): CronJobSpec {
  const { concurrency = 'Forbid', startingDeadline = STARTING_DEADLINE } = run;
  const { succeeded, failed } = historyLimits(where, run.history);
  return {
    schedule: cronSchedule('BatchJob.schedule', where, run.schedule),
    timeZone: timeZoneName('BatchJob.timeZone', where, run.timeZone ?? 'Etc/UTC'),
    suspend: run.suspend ?? false,
    concurrencyPolicy: checkConcurrency(where, concurrency),
    startingDeadlineSeconds: wholeSeconds('BatchJob.startingDeadline', where, startingDeadline, 10),
    successfulJobsHistoryLimit: succeeded,
    failedJobsHistoryLimit: failed,
    jobTemplate: withTtl(where, run, job),
  };
}

function withTtl(where: string, run: RunScheduled, job: JobTemplateSpec): JobTemplateSpec {
  if (run.ttlAfterFinished === undefined || job.spec === undefined) return job;
  const ttlSecondsAfterFinished = wholeSeconds('BatchJob.ttlAfterFinished', where, run.ttlAfterFinished);
  return { ...job, spec: { ...job.spec, ttlSecondsAfterFinished } };
}

/** How many finished runs are kept. */
export function historyLimits(where: string, { succeeded = 3, failed = 1 }: RunHistory = {}): Required<RunHistory> {
  const kept = (title: keyof RunHistory, value: number) => wholeNumber('BatchJob.history', where, value, { title, min: 0 });
  return { succeeded: kept('succeeded', succeeded), failed: kept('failed', failed) };
}

/** What happens when a run is due while the one before still goes on. */
export function checkConcurrency<T extends string>(where: string, concurrency: T): T {
  if (CONCURRENCY.includes(concurrency)) return concurrency;
  const what = `concurrency ${JSON.stringify(concurrency)} is not known`;
  throw new ConfigError('BatchJob.concurrency', { where, what, fix: `use ${CONCURRENCY.join(', ')}` });
}
