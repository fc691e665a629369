import { timeZoneName } from '../../src/batch/run/time-zone';
import { codeOf } from '../support/code-of';

const check = (timeZone: string) => timeZoneName('BatchJob.timeZone', 'prod/nightly', timeZone);

describe('timeZoneName', () => {
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
  ])('accepts %s', (timeZone) => {
    expect(check(timeZone)).toBe(timeZone);
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
  ])('refuses %j', (timeZone) => {
    expect(codeOf(() => check(timeZone))).toBe('BatchJob.timeZone');
  });
});
