import { Duration } from 'cdk8s';
import { type JobSpecProps, jobSpec } from '../../src/batch/job/job-spec';
import { codeOf } from '../support/code-of';

const template = { spec: { containers: [] } };
const spec = (props: JobSpecProps) => jobSpec('job', template, props);
const parallel = { completions: 4, parallelism: 2 };

describe('jobSpec', () => {
  test('tries three times again', () => {
    expect(spec({}).backoffLimit).toBe(3);
    expect(spec({ parallel }).backoffLimit).toBe(3);
  });

  test('has no common limit of retries when each index has its own, unless one is given', () => {
    expect(spec({ parallel: { ...parallel, perIndex: { retries: 1 } } })).not.toHaveProperty('backoffLimit');
    expect(spec({ retries: 9, parallel: { ...parallel, perIndex: { retries: 1 } } })).toMatchObject({
      backoffLimit: 9,
      backoffLimitPerIndex: 1,
    });
  });

  test('takes final exit codes of the job and of an index', () => {
    const { podFailurePolicy } = spec({ finalExitCodes: [2], parallel: { ...parallel, perIndex: { retries: 1, finalExitCodes: [3] } } });
    expect(podFailurePolicy?.rules.map((rule) => [rule.action, rule.onExitCodes?.values])).toEqual([
      ['Ignore', undefined],
      ['FailIndex', [3]],
      ['FailJob', [2]],
    ]);
  });

  test('writes the deadline in seconds', () => {
    expect(spec({ deadline: Duration.hours(2) }).activeDeadlineSeconds).toBe(7200);
  });

  test.each<[string, string, JobSpecProps]>([
    ['half a second', 'BatchJob.deadline', { deadline: Duration.millis(500) }],
    ['a deadline of nothing', 'BatchJob.deadline', { deadline: Duration.seconds(0) }],
    ['negative retries', 'BatchJob.retries', { retries: -1 }],
    ['endless retries', 'BatchJob.retries', { retries: Number.POSITIVE_INFINITY }],
    ['exit code 0', 'BatchJob.finalExitCodes', { finalExitCodes: [0] }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => spec(props))).toBe(code);
  });
});
