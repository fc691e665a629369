import { Duration } from 'cdk8s';
import type { CronJob } from '../../../imports/kubernetes';
import { Run, type RunScheduledOptions } from '../../../src/batch/run/run';
import { codeOf } from '../../support/code-of';
import { LEAST } from '../any-job';
import { objectOf } from '../engine-job';

const spec = (options: RunScheduledOptions = {}, schedule = '0 2 * * *') =>
  objectOf<CronJob>({ ...LEAST, run: Run.scheduled(schedule, options) }).spec;

describe('a CronJob', () => {
  test('leaves no field to the defaults of the API server', () => {
    const { jobTemplate, ...fields } = spec();
    expect(fields).toEqual({
      schedule: '0 2 * * *',
      timeZone: 'Etc/UTC',
      suspend: false,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    expect(jobTemplate.spec).not.toHaveProperty('ttlSecondsAfterFinished');
  });

  test('has the given options', () => {
    const options: RunScheduledOptions = {
      timeZone: 'Europe/Berlin',
      concurrency: 'Replace',
      startingDeadline: Duration.minutes(5),
      history: { succeeded: 0, failed: 7 },
      ttlAfterFinished: Duration.days(1),
      suspend: true,
    };
    expect(spec(options)).toMatchObject({
      schedule: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      suspend: true,
      concurrencyPolicy: 'Replace',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 0,
      failedJobsHistoryLimit: 7,
      jobTemplate: { spec: { ttlSecondsAfterFinished: 86_400 } },
    });
  });

  test.each<[string, string, RunScheduledOptions]>([
    ['an unknown concurrency', 'Run.scheduled', { concurrency: 'forbid' as 'Forbid' }],
    ['an unknown time zone', 'BatchJob.timeZone', { timeZone: 'Local' }],
    ['a deadline shorter than the interval of the controller', 'BatchJob.startingDeadline', { startingDeadline: Duration.seconds(9) }],
    ['a negative history', 'BatchJob.history', { history: { failed: -1 } }],
    ['a TTL of half a second', 'BatchJob.ttlAfterFinished', { ttlAfterFinished: Duration.millis(500) }],
  ])('refuses %s', (_, code, options) => {
    expect(codeOf(() => spec(options))).toBe(code);
  });

  test('refuses a schedule that the API server refuses', () => {
    expect(codeOf(() => spec({}, '0 2 * * 7'))).toBe('BatchJob.schedule');
  });
});

describe('a time zone', () => {
  test.each([
    'Etc/UTC',
    'UTC',
    'Europe/Berlin',
    'US/Eastern',
    'EST5EDT',
    'Etc/GMT+1',
    'America/Argentina/Buenos_Aires',
    'Asia/Calcutta',
    'Asia/Kolkata',
  ])('may be %s', (timeZone) => {
    expect(spec({ timeZone }).timeZone).toBe(timeZone);
  });

  test.each([
    '',
    'Local',
    'local',
    'europe/berlin',
    'Europe/berlin',
    'Europe/Berln',
    'GMT+1',
    '+01:00',
    '../UTC',
    'Europe/',
    ' UTC',
    'Europe/Berlin\n',
  ])('must not be %j', (timeZone) => {
    expect(codeOf(() => spec({ timeZone }))).toBe('BatchJob.timeZone');
  });
});
