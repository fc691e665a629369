import type { CronJobSpec, JobTemplateSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { wholeSeconds } from '../base/units';
import { wholeNumber } from '../kube/whole-number';
import { cronSchedule } from './cron';
import { type RunScheduled, STARTING_DEADLINE } from './run';
import { timeZoneName } from './time-zone';

const CONCURRENCY = ['Forbid', 'Replace', 'Allow'];

/**
 * The spec of a CronJob. Nothing is left to the defaults of the API server, so that a change by hand in the cluster shows as drift.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export function cronJobSpec(where: string, run: RunScheduled, job: JobTemplateSpec): CronJobSpec {
  const { concurrency = 'Forbid', history = {}, startingDeadline = STARTING_DEADLINE } = run;
  refuseConcurrency(where, concurrency);
  const kept = (title: 'succeeded' | 'failed', value: number) => wholeNumber('BatchJob.history', where, value, { title, min: 0 });
  return {
    schedule: cronSchedule('BatchJob.schedule', where, run.schedule),
    timeZone: timeZoneName('BatchJob.timeZone', where, run.timeZone ?? 'Etc/UTC'),
    suspend: run.suspend ?? false,
    concurrencyPolicy: concurrency,
    startingDeadlineSeconds: wholeSeconds('BatchJob.startingDeadline', where, startingDeadline, 10),
    successfulJobsHistoryLimit: kept('succeeded', history.succeeded ?? 3),
    failedJobsHistoryLimit: kept('failed', history.failed ?? 1),
    jobTemplate: withTtl(where, run, job),
  };
}

function withTtl(where: string, run: RunScheduled, job: JobTemplateSpec): JobTemplateSpec {
  if (run.ttlAfterFinished === undefined || job.spec === undefined) return job;
  const ttlSecondsAfterFinished = wholeSeconds('BatchJob.ttlAfterFinished', where, run.ttlAfterFinished);
  return { ...job, spec: { ...job.spec, ttlSecondsAfterFinished } };
}

function refuseConcurrency(where: string, concurrency: string): void {
  if (CONCURRENCY.includes(concurrency)) return;
  const what = `concurrency ${JSON.stringify(concurrency)} is not known`;
  throw new ConfigError('BatchJob.concurrency', { where, what, fix: `use ${CONCURRENCY.join(', ')}` });
}
