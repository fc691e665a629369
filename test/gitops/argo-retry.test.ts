import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { type ArgoRetry, resolveRetry, retryFindings, retrySpec } from '../../src/gitops/argo-cd/argo-retry';
import { refusal } from './delivery-fixture';

const limitFor = (seconds: number, retry: ArgoRetry = {}): number => retrySpec(resolveRetry('here', retry), seconds).limit;

test.each([
  [0, 5],
  [750, 5],
  [751, 6],
  [1800, 9],
  [86_400, 291],
])('a construct that may take %i s gets %i tries', (seconds, limit) => {
  expect(limitFor(seconds)).toBe(limit);
});

test('no end of tries covers everything', () => {
  const numbers = resolveRetry('here', { limit: -1 });
  expect(retryFindings('here', numbers, { path: 'a', budget: { seconds: 1e9, reason: 'slow' } })).toEqual([]);
});

test.each<[string, ArgoRetry]>([
  ['a negative limit', { limit: -2 }],
  ['half a try', { limit: 1.5 }],
  ['a factor below 1', { factor: 0 }],
  ['a factor that is not whole', { factor: 1.5 }],
  ['no first wait', { backoff: Duration.seconds(0) }],
  ['a longest wait below the first', { backoff: Duration.minutes(2), maxBackoff: Duration.minutes(1) }],
])('%s is refused', (_, retry) => {
  expect(refusal(() => resolveRetry('here', retry))).toBe('ArgoApplication.retry');
});

describe('for every retry', () => {
  const retries = fc.record({ backoff: fc.integer({ min: 1, max: 600 }), factor: fc.integer({ min: 1, max: 5 }), more: fc.nat(3600) });

  test('the derived limit is the smallest of at least 5 whose waits add up to the time needed', () => {
    fc.assert(
      fc.property(retries, fc.integer({ min: 1, max: 20_000 }), ({ backoff, factor, more }, seconds) => {
        const limit = limitFor(seconds, { backoff: Duration.seconds(backoff), factor, maxBackoff: Duration.seconds(backoff + more) });
        const waits = Array.from({ length: limit }, (_, i) => Math.min(backoff + more, backoff * factor ** i));
        const sum = (list: readonly number[]): number => list.reduce((total, wait) => total + wait, 0);
        expect(sum(waits)).toBeGreaterThanOrEqual(seconds);
        if (limit > 5) expect(sum(waits.slice(0, -1))).toBeLessThan(seconds);
      }),
    );
  });

  test('a given limit is accepted exactly when its waits add up to the time needed', () => {
    fc.assert(
      fc.property(retries, fc.nat(60), fc.integer({ min: 1, max: 20_000 }), ({ backoff, factor, more }, limit, seconds) => {
        const numbers = resolveRetry('here', {
          limit,
          backoff: Duration.seconds(backoff),
          factor,
          maxBackoff: Duration.seconds(backoff + more),
        });
        const waits = Array.from({ length: limit }, (_, i) => Math.min(backoff + more, backoff * factor ** i));
        const enough = waits.reduce((total, wait) => total + wait, 0) >= seconds;
        expect(retryFindings('here', numbers, { path: 'a', budget: { seconds, reason: 'slow' } }).length === 0).toBe(enough);
      }),
    );
  });
});
