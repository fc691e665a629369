import { Duration } from 'cdk8s';
import { Run } from '../../src/batch/run/run';

describe('Run', () => {
  test('says what is meant, and nothing about how a tool does it', () => {
    expect(Run.once()).toEqual({ kind: 'once' });
    expect(Run.once({ superseded: 'stop' })).toEqual({ kind: 'once', superseded: 'stop' });
    expect(Run.onEveryChange({ suspend: true })).toEqual({ kind: 'onEveryChange', suspend: true });
    expect(Run.hook('PreSync')).toEqual({ kind: 'hook', phase: 'PreSync' });
    expect(Run.scheduled('@daily', { concurrency: 'Allow' })).toEqual({ kind: 'scheduled', schedule: '@daily', concurrency: 'Allow' });
  });

  test('offers a TTL to scheduled runs alone', () => {
    const ttlAfterFinished = Duration.hours(1);
    expect(Run.scheduled('@daily', { ttlAfterFinished })).toHaveProperty('ttlAfterFinished');
    // @ts-expect-error a Job in Git has no TTL
    expect(() => Run.once({ ttlAfterFinished })).toThrow('unknown field `ttlAfterFinished`');
    // @ts-expect-error likewise
    expect(() => Run.onEveryChange({ ttlAfterFinished })).toThrow('unknown field `ttlAfterFinished`');
  });
});
