import { Duration } from 'cdk8s';
import { timeoutSeconds } from '../../src/routing/route/route-timeouts';

test('durations are given in whole seconds, and nothing is invented', () => {
  expect(timeoutSeconds('here', { request: Duration.minutes(10), backendRequest: Duration.minutes(10) })).toEqual({
    request: 600,
    backendRequest: 600,
  });
  expect(timeoutSeconds('here')).toEqual({});
});

test.each<[string, Parameters<typeof timeoutSeconds>[1], string]>([
  ['parts of a second', { request: Duration.millis(1500) }, 'whole number of seconds'],
  ['nothing', { request: Duration.seconds(0) }, 'at least 1'],
  ['more than the format holds', { request: Duration.days(5000) }, 'longer than 99,999 hours'],
  [
    'an attempt longer than the whole',
    { request: Duration.seconds(5), backendRequest: Duration.seconds(6) },
    'backendRequest (6 s) is longer',
  ],
  ['text', { request: '10m' as never }, 'no Duration'],
])('%s is refused', (_, timeouts, text) => {
  const refusal = expect(() => timeoutSeconds('here', timeouts));
  refusal.toThrow(text);
  refusal.toThrow('[BlueGreenRoute.timeouts]');
});
