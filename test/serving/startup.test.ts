import { Duration } from 'cdk8s';
import { Startup, startupSeconds } from '../../src/serving/rollout/startup';
import { codeOf } from '../support/code-of';

test('a service without accelerator may take two minutes unless it says otherwise', () => {
  expect(startupSeconds('test', undefined, 0)).toBe(120);
  expect(startupSeconds('test', Startup.within(Duration.minutes(20)), 0)).toBe(1200);
});

test.each<[string, unknown, number]>([
  ['nothing on an accelerator', undefined, 1],
  ['nine seconds', Startup.within(Duration.seconds(9)), 1],
  ['a part of a second', Startup.within(Duration.millis(10_500)), 0],
  ['a bare duration', Duration.minutes(5), 1],
  ['null', null, 0],
])('%s is refused', (_, startup, devices) => {
  expect(codeOf(() => startupSeconds('test', startup as Startup | undefined, devices))).toBe('MLService.startup');
});
