import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { shutdown } from '../../src/serving/shutdown';
import { codeOf } from '../support/code-of';

test('the default drain is half a minute', () => expect(shutdown('test')).toEqual({ preStop: 15, drain: 30, grace: 50 }));

test('the server is killed only after the wait and the drain', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3600 }), (seconds) => {
      const { preStop, drain, grace } = shutdown('test', Duration.seconds(seconds));
      expect(drain).toBe(seconds);
      expect(grace).toBeGreaterThan(preStop + drain);
    }),
  );
});

test.each<[string, unknown]>([
  ['nothing to drain in', Duration.seconds(0)],
  ['a part of a second', Duration.millis(1500)],
  ['more than an hour', Duration.seconds(3601)],
  ['a number', 45],
])('%s is refused', (_, drain) => expect(codeOf(() => shutdown('test', drain as Duration))).toBe('MLService.drain'));
