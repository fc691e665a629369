import { Duration } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { wholeSeconds } from '../base/units';
import { cronSchedule } from '../batch/run/cron';
import { STARTING_DEADLINE } from '../batch/run/run';
import { timeZoneName } from '../batch/run/time-zone';
import { wholeNumber } from '../kube/whole-number';
import type { ScheduleOptions, WorkflowOptions } from './order';
import type { CronWorkflowSpec, WorkflowSpec } from './workflow-types';

/** What holds for a whole run. */
export function workflowLimits(
  where: string,
  { deadline, parallelism, keepFinished = Duration.days(7) }: WorkflowOptions,
): Omit<WorkflowSpec, 'entrypoint' | 'serviceAccountName' | 'templates'> {
  return {
    ...(deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('DataPipeline.deadline', where, deadline, 1) }),
    ...(parallelism === undefined
      ? {}
      : { parallelism: wholeNumber('DataPipeline.parallelism', where, parallelism, { title: 'parallelism', min: 1 }) }),
    ttlStrategy: { secondsAfterCompletion: wholeSeconds('DataPipeline.keepFinished', where, keepFinished) },
  };
}

/** The schedule around a workflow. `suspend` is written out: Argo CD does not see a change of a field that Git leaves open (argo-cd#14630). */
export function cronSpec(where: string, options: ScheduleOptions, workflowSpec: WorkflowSpec): CronWorkflowSpec {
  const { concurrency = 'Forbid', history = {}, startingDeadline = STARTING_DEADLINE } = options;
  if (!['Forbid', 'Replace', 'Allow'].includes(concurrency)) {
    const what = `concurrency ${JSON.stringify(concurrency)} is not known`;
    throw new ConfigError('DataPipeline.concurrency', { where, what, fix: 'use Forbid, Replace, Allow' });
  }
  const kept = (title: string, value: number) => wholeNumber('DataPipeline.history', where, value, { title, min: 0 });
  return {
    schedules: [cronSchedule('DataPipeline.schedule', where, options.schedule)],
    timezone: timeZoneName('DataPipeline.timeZone', where, options.timeZone ?? 'Etc/UTC'),
    concurrencyPolicy: concurrency,
    startingDeadlineSeconds: wholeSeconds('DataPipeline.startingDeadline', where, startingDeadline, 0),
    successfulJobsHistoryLimit: kept('succeeded', history.succeeded ?? 3),
    failedJobsHistoryLimit: kept('failed', history.failed ?? 1),
    suspend: options.suspend ?? false,
    workflowSpec,
  };
}

const ONLY_SCHEDULED = ['timeZone', 'concurrency', 'startingDeadline', 'history', 'suspend'] as const;

/** The schedule, if there is one. What means something only with one does not compile without. */
export function scheduleOf(where: string, options: WorkflowOptions): ScheduleOptions | undefined {
  if (options.schedule !== undefined) return options;
  const lost = ONLY_SCHEDULED.find((option) => options[option] !== undefined);
  if (lost === undefined) return undefined;
  const what = `${lost} means something only to a workflow with a schedule`;
  throw new ConfigError('DataPipeline.schedule', { where, what, fix: "add schedule: '0 3 * * *', or take it out" });
}
