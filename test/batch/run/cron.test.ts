import fc from 'fast-check';
import { ConfigError } from '../../../src/base/config-error';
import { cronGapSeconds, cronSchedule } from '../../../src/batch/run/cron';

const check = (schedule: string) => cronSchedule('BatchJob.schedule', 'prod/nightly', schedule);

function problem(schedule: string): string {
  try {
    check(schedule);
  } catch (error) {
    if (ConfigError.is(error)) return `${error.code}: ${error.what}; ${error.fix}`;
    throw error;
  }
  return 'accepted';
}

describe('cronSchedule', () => {
  // Each confirmed with a server-side dry run against Kubernetes 1.35.
  test.each([
    '0 2 * * *',
    '0 2 * * SUN',
    '0 2 * * mon-fri',
    '0 2 * JAN,feb *',
    '0 2 ? * *',
    '*/15 * * * *',
    '5/15 * * * *',
    '1-10/3 * * * *',
    '0-0 * * * *',
    '*/99 * * * *',
    '00 02 * * *',
    '*,5 * * * *',
    '0 0 30 2 1',
    '0 0 30 2 */2',
    '0 0 29 2 *',
    '0 0 31 1-12 *',
    '@yearly',
    '@annually',
    '@monthly',
    '@weekly',
    '@daily',
    '@midnight',
    '@hourly',
  ])('accepts %j unchanged', (schedule) => {
    expect(check(schedule)).toBe(schedule);
  });

  test('normalizes spaces, so that the same schedule gives the same bytes', () => {
    expect(check('  0  2 * *   * ')).toBe('0 2 * * *');
    expect(check('0\t2 * *\t*')).toBe('0 2 * * *');
  });

  // The API server refuses each of them, too.
  test.each([
    ['0 2 * * 7', 'Sunday is 0 or SUN'],
    ['0 2 * * 1-7', 'Sunday is 0 or SUN'],
    ['60 * * * *', 'minute must be between 0 and 59'],
    ['0 24 * * *', 'hour must be between 0 and 23'],
    ['0 0 0 * *', 'day of month must be between 1 and 31'],
    ['0 0 32 * *', 'day of month must be between 1 and 31'],
    ['0 0 * 13 *', 'month must be between 1 and 12'],
    ['10-1 * * * *', 'runs backward from 10 to 1'],
    ['0 2 * * FRI-SUN', 'runs backward from 5 to 0'],
    ['*/0 * * * *', 'step of minute must be at least 1, got 0'],
    ['*/-1 * * * *', 'cannot read "*/-1" as '],
    ['1/2/3 * * * *', 'cannot read "1/2/3" as '],
    ['1-2-3 * * * *', 'cannot read "1-2-3" as '],
    ['-5 * * * *', 'cannot read "-5" as '],
    ['5- * * * *', 'cannot read "5-" as '],
    ['0x5 * * * *', 'cannot read "0x5" as '],
    ['H 2 * * *', 'cannot read "H" as '],
    ['0 2 L * *', 'cannot read "L" as '],
    ['0 2 15W * *', 'cannot read "15W" as '],
    ['0 2 * * 1#2', 'cannot read "1#2" as '],
    ['0 2 * * sunday', 'cannot read "sunday" as '],
    ['0 2 * *', 'must have 5 fields, got 4'],
    ['0 0 2 * * *', 'must have 5 fields, got 6'],
    ['', 'must have 5 fields, got 1'],
    ['TZ=UTC 0 2 * * *', 'must not name a time zone'],
    ['CRON_TZ=UTC 0 2 * * *', 'must not name a time zone'],
    ['@reboot', 'is an unknown macro'],
    ['@Daily', 'is an unknown macro'],
  ])('refuses %j: %s', (schedule, what) => {
    expect(problem(schedule)).toMatch(/^BatchJob\.schedule: /);
    expect(problem(schedule)).toContain(what);
  });

  // The API server accepts these, but they never do what their author meant.
  test.each([
    ['0 0 30 2 *', 'a day that no month has'],
    ['0 0 31 4,6,9,11 *', 'a day that no month has'],
    ['@every 1h', 'is an unknown macro'],
    ['1,,2 * * * *', 'cannot read "" as '],
    [', * * * *', 'cannot read "" as '],
    ['+5 * * * *', 'cannot read "+5" as '],
    ['*-5 * * * *', 'cannot read "*-5" as '],
  ])('refuses %j, which the API server would accept: %s', (schedule, what) => {
    expect(problem(schedule)).toContain(what);
  });

  test('only throws findings', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('*', '/', '-', ',', '0', '7', '31', 'mon', ' ', '?', '@'), { maxLength: 16 }).map((part) => part.join('')),
    );
    fc.assert(fc.property(text, (schedule) => expect(problem(schedule)).toMatch(/^(accepted$|BatchJob\.schedule: )/)));
  });

  test('accepts its own output', () => {
    const part = fc.constantFrom('*', '1', '1-3', '*/2', '2,4', '1-5/2');
    const schedule = fc.tuple(part, part, part, part, part).map((parts) => parts.join('  '));
    fc.assert(fc.property(schedule, (text) => expect(check(check(text))).toBe(check(text))));
  });
});

describe('the shortest time between two runs', () => {
  test.each<[string, number | undefined]>([
    ['* * * * *', 60],
    ['*/10 * * * *', 600],
    ['0 * * * *', 3600],
    ['@hourly', 3600],
    ['0 2 * * *', 86_400],
    ['0 1,23 * * *', 7200],
    ['59 23 * * *', 86_400],
    ['0,50 * * * *', 600],
    // Days of the week, month and year are not compared.
    ['0 2 * * mon', undefined],
    ['0 1,3 1 * *', 7200],
    ['@weekly', undefined],
    ['invalid', undefined],
  ])('%s is %p s', (schedule, seconds) => {
    expect(cronGapSeconds(schedule)).toBe(seconds);
  });
});
