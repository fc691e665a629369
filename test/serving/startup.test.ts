import { Duration } from 'cdk8s';
import { Startup, startupSeconds } from '../../src/serving/rollout/rollout';
import { cpu, gpu, refusal } from './serving-props';

test('a service without accelerator may take two minutes unless it says otherwise', () => {
  expect(startupSeconds('test', undefined, 0)).toBe(120);
  expect(startupSeconds('test', Startup.within(Duration.minutes(20)), 0)).toBe(1200);
});

test.each<[string, object, unknown]>([
  ['nothing on an accelerator', gpu, undefined],
  ['nine seconds', gpu, Startup.within(Duration.seconds(9))],
  ['a part of a second', cpu, Startup.within(Duration.millis(10_500))],
  ['a bare duration', gpu, Duration.minutes(5)],
  ['null', cpu, null],
])('%s is refused', (_, base, startup) => expect(refusal(base, { startup })).toBe('MLService.startup'));
