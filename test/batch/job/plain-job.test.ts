import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import type { CronJob, Job, JobSpec } from '../../../imports/kubernetes';
import type { OneNodeProps } from '../../../src/batch/job/plain-job-props';
import { Run } from '../../../src/batch/run/run';
import { codeOf } from '../../support/code-of';
import { LEAST } from '../any-job';
import { objectOf } from '../engine-job';

const job = (props: Partial<OneNodeProps> = {}) => objectOf<Job>({ ...LEAST, run: Run.once(), ...props });

function spec(props: Partial<OneNodeProps> = {}): JobSpec {
  const found = job(props).spec;
  if (found === undefined) throw new Error('the Job has no spec');
  return found;
}

const parallel = { completions: 4, parallelism: 2 };

describe('a Job', () => {
  test('always has the API version batch/v1', () => {
    for (const run of [Run.once(), Run.onEveryChange(), Run.scheduled('@daily'), Run.hook('Sync')]) {
      expect(job({ run }).apiVersion).toBe('batch/v1');
    }
  });

  test('selects the pods of all runs with the same labels', () => {
    const instance = (props: Partial<OneNodeProps>) => spec(props).template.metadata?.labels?.['app.kubernetes.io/instance'];
    expect(instance({ args: ['a'] })).toBe('train');
    expect(instance({ args: ['b'] })).toBe('train');
  });

  test('has the queue label on the object that the queue admits: the Job, or the Jobs of a CronJob', () => {
    const queue = { 'kueue.x-k8s.io/queue-name': 'team-a' };
    expect(job({ queue: 'team-a' }).metadata?.labels).toMatchObject(queue);
    const cronJob = objectOf<CronJob>({ ...LEAST, run: Run.scheduled('@daily'), queue: { name: 'team-a' } });
    expect(cronJob.metadata?.labels).not.toHaveProperty(['kueue.x-k8s.io/queue-name']);
    expect(cronJob).toMatchObject({ spec: { jobTemplate: { metadata: { labels: queue } } } });
  });

  test('retries three times', () => {
    expect(spec().backoffLimit).toBe(3);
    expect(spec({ parallel }).backoffLimit).toBe(3);
  });

  test('has no common retry limit when each index has one, unless it is given', () => {
    expect(spec({ parallel: { ...parallel, perIndex: { retries: 1 } } })).not.toHaveProperty('backoffLimit');
    expect(spec({ retries: 9, parallel: { ...parallel, perIndex: { retries: 1 } } })).toMatchObject({
      backoffLimit: 9,
      backoffLimitPerIndex: 1,
    });
  });

  test('has the deadline in seconds', () => {
    expect(spec({ deadline: Duration.hours(2) }).activeDeadlineSeconds).toBe(7200);
  });

  test.each<[string, string, Partial<OneNodeProps>]>([
    ['a deadline of half a second', 'BatchJob.deadline', { deadline: Duration.millis(500) }],
    ['a deadline of zero', 'BatchJob.deadline', { deadline: Duration.seconds(0) }],
    ['negative retries', 'BatchJob.retries', { retries: -1 }],
    ['infinite retries', 'BatchJob.retries', { retries: Number.POSITIVE_INFINITY }],
    ['exit code 0', 'BatchJob.finalExitCodes', { finalExitCodes: [0] }],
    ['an invalid queue name', 'BatchJob.queue', { queue: 'Team A' }],
    ['an empty queue name', 'BatchJob.queue', { queue: '' }],
    ['a queue name that is too long for a label', 'BatchJob.queue', { queue: 'a'.repeat(64) }],
    ['a size of zero for scratch', 'BatchJob.scratch', { scratch: Size.gibibytes(0) }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => job(props))).toBe(code);
  });
});

describe('the failure policy of a Job', () => {
  const DISRUPTION = { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };

  test('does not count a pod that loses its node', () => {
    expect(spec().podFailurePolicy).toEqual({ rules: [DISRUPTION] });
  });

  test('fails the index or the job on final exit codes of the main container, after the rule for lost nodes', () => {
    const perIndex = { retries: 1, finalExitCodes: [7] };
    expect(spec({ finalExitCodes: [3, 2, 3], parallel: { ...parallel, perIndex } }).podFailurePolicy).toEqual({
      rules: [
        DISRUPTION,
        { action: 'FailIndex', onExitCodes: { containerName: 'main', operator: 'In', values: [7] } },
        { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [2, 3] } },
      ],
    });
  });

  test.each([0, -1, 256, 1.5, Number.NaN, '3' as unknown as number])('refuses the exit code %s', (code) => {
    expect(codeOf(() => job({ finalExitCodes: [code] }))).toBe('BatchJob.finalExitCodes');
  });

  test('refuses an exit code that fails both the index and the job', () => {
    const perIndex = { retries: 1, finalExitCodes: [3] };
    expect(codeOf(() => job({ finalExitCodes: [3], parallel: { ...parallel, perIndex } }))).toBe('BatchJob.finalExitCodes');
  });

  test('lists exit codes in rising order without duplicates', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 400 }), (codes) => {
        const values = spec({ finalExitCodes: codes }).podFailurePolicy?.rules[1]?.onExitCodes?.values ?? [];
        expect(values).toEqual([...new Set(codes)].sort((left, right) => left - right));
        expect(values.length).toBeLessThanOrEqual(255);
      }),
    );
  });
});
