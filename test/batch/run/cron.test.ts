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
  ])('accepts %j as it is', (schedule) => {
    expect(check(schedule)).toBe(schedule);
  });

  test('writes single spaces, so that the same schedule gives the same bytes', () => {
    expect(check('  0  2 * *   * ')).toBe('0 2 * * *');
    expect(check('0\t2 * *\t*')).toBe('0 2 * * *');
  });

  // Each refused by the API server, too.
  test.each([
    ['0 2 * * 7', 'Sunday is 0 or SUN'],
    ['0 2 * * 1-7', 'Sunday is 0 or SUN'],
    ['60 * * * *', 'minute that leaves 0 to 59'],
    ['0 24 * * *', 'hour that leaves 0 to 23'],
    ['0 0 0 * *', 'day of month that leaves 1 to 31'],
    ['0 0 32 * *', 'day of month that leaves 1 to 31'],
    ['0 0 * 13 *', 'month that leaves 1 to 12'],
    ['10-1 * * * *', 'runs backwards from 10 to 1'],
    ['0 2 * * FRI-SUN', 'runs backwards from 5 to 0'],
    ['*/0 * * * *', 'step of 0'],
    ['*/-1 * * * *', 'reads "*/-1"'],
    ['1/2/3 * * * *', 'reads "1/2/3"'],
    ['1-2-3 * * * *', 'reads "1-2-3"'],
    ['-5 * * * *', 'reads "-5"'],
    ['5- * * * *', 'reads "5-"'],
    ['0x5 * * * *', 'reads "0x5"'],
    ['H 2 * * *', 'reads "H"'],
    ['0 2 L * *', 'reads "L"'],
    ['0 2 15W * *', 'reads "15W"'],
    ['0 2 * * 1#2', 'reads "1#2"'],
    ['0 2 * * sunday', 'reads "sunday"'],
    ['0 2 * *', 'has 4 fields, not 5'],
    ['0 0 2 * * *', 'has 6 fields, not 5'],
    ['', 'has 1 fields, not 5'],
    ['TZ=UTC 0 2 * * *', 'names a time zone'],
    ['CRON_TZ=UTC 0 2 * * *', 'names a time zone'],
    ['@reboot', 'is no known macro'],
    ['@Daily', 'is no known macro'],
  ])('refuses %j: %s', (schedule, what) => {
    expect(problem(schedule)).toMatch(/^BatchJob\.schedule: /);
    expect(problem(schedule)).toContain(what);
  });

  // The API server takes these; they never do what their author meant.
  test.each([
    ['0 0 30 2 *', 'a day that no month has'],
    ['0 0 31 4,6,9,11 *', 'a day that no month has'],
    ['@every 1h', 'is no known macro'],
    ['1,,2 * * * *', 'reads ""'],
    [', * * * *', 'reads ""'],
    ['+5 * * * *', 'reads "+5"'],
    ['*-5 * * * *', 'reads "*-5"'],
  ])('refuses %j, which the API server would accept: %s', (schedule, what) => {
    expect(problem(schedule)).toContain(what);
  });

  test('never throws anything but a finding', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('*', '/', '-', ',', '0', '7', '31', 'mon', ' ', '?', '@'), { maxLength: 16 }).map((part) => part.join('')),
    );
    fc.assert(fc.property(text, (schedule) => expect(problem(schedule)).toMatch(/^(accepted$|BatchJob\.schedule: )/)));
  });

  test('accepts what it wrote', () => {
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
    // Which days follow one another is not looked at.
    ['0 2 * * mon', undefined],
    ['0 1,3 1 * *', 7200],
    ['@weekly', undefined],
    ['no schedule', undefined],
  ])('%s is %p s', (schedule, seconds) => {
    expect(cronGapSeconds(schedule)).toBe(seconds);
  });
});
