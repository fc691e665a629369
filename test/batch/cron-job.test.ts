import { Duration } from 'cdk8s';
import { cronJobSpec } from '../../src/batch/job/cron-job';
import { Run, type RunScheduledOptions } from '../../src/batch/run/run';
import { codeOf } from '../support/code-of';

const job = { spec: { template: { spec: { containers: [] } } } };
const spec = (options: RunScheduledOptions = {}) => cronJobSpec('job', Run.scheduled('0 2 * * *', options), job);

describe('cronJobSpec', () => {
  test('leaves nothing to the defaults of the API server', () => {
    expect(spec()).toEqual({
      schedule: '0 2 * * *',
      timeZone: 'Etc/UTC',
      suspend: false,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: job,
    });
  });

  test('writes what is asked for', () => {
    const options: RunScheduledOptions = {
      timeZone: 'Europe/Berlin',
      concurrency: 'Replace',
      startingDeadline: Duration.minutes(5),
      history: { succeeded: 0, failed: 7 },
      ttlAfterFinished: Duration.days(1),
      suspend: true,
    };
    expect(spec(options)).toEqual({
      schedule: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      suspend: true,
      concurrencyPolicy: 'Replace',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 0,
      failedJobsHistoryLimit: 7,
      jobTemplate: { spec: { ...job.spec, ttlSecondsAfterFinished: 86_400 } },
    });
  });

  test.each<[string, string, RunScheduledOptions]>([
    ['an unknown time zone', 'BatchJob.timeZone', { timeZone: 'Local' }],
    ['a deadline shorter than the look of the controller', 'BatchJob.startingDeadline', { startingDeadline: Duration.seconds(9) }],
    ['a negative history', 'BatchJob.history', { history: { failed: -1 } }],
    ['half a second of TTL', 'BatchJob.ttlAfterFinished', { ttlAfterFinished: Duration.millis(500) }],
  ])('refuses %s', (_, code, options) => {
    expect(codeOf(() => spec(options))).toBe(code);
  });

  test('refuses a schedule that the API server refuses', () => {
    expect(codeOf(() => cronJobSpec('job', Run.scheduled('0 2 * * 7'), job))).toBe('BatchJob.schedule');
  });
});
