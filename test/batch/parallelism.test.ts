import fc from 'fast-check';
import { type Parallel, parallelFields } from '../../src/batch/job/indexed-job';
import { codeOf } from '../support/code-of';

describe('parallelFields', () => {
  test('writes nothing for one pod that does all', () => {
    expect(parallelFields('job', undefined)).toEqual({});
  });

  test('numbers the parts', () => {
    expect(parallelFields('job', { completions: 1000, parallelism: 50 })).toEqual({
      completionMode: 'Indexed',
      completions: 1000,
      parallelism: 50,
    });
  });

  test('gives each index its own retries', () => {
    const perIndex = { retries: 2, maxFailedIndexes: 10, finalExitCodes: [7] };
    expect(parallelFields('job', { completions: 100, parallelism: 10, perIndex })).toMatchObject({
      backoffLimitPerIndex: 2,
      maxFailedIndexes: 10,
    });
  });

  const many = { completions: 100_001, parallelism: 10 };
  test.each<[string, string, Parallel]>([
    ['no completions', 'BatchJob.completions', { completions: 0, parallelism: 1 }],
    ['half a completion', 'BatchJob.completions', { completions: 1.5, parallelism: 1 }],
    ['more completions than the field holds', 'BatchJob.completions', { completions: 2 ** 31, parallelism: 1 }],
    ['missing completions', 'BatchJob.completions', { parallelism: 1 } as Parallel],
    ['missing parallelism', 'BatchJob.parallelism', { completions: 3 } as Parallel],
    ['no parallelism', 'BatchJob.parallelism', { completions: 3, parallelism: 0 }],
    ['more pods than parts', 'BatchJob.parallelism', { completions: 3, parallelism: 4 }],
    ['100,001 pods at once', 'BatchJob.parallelism', { completions: 200_000, parallelism: 100_001 }],
    ['negative retries', 'BatchJob.retries', { completions: 3, parallelism: 1, perIndex: { retries: -1 } }],
    [
      'more failed indexes than indexes',
      'BatchJob.maxFailedIndexes',
      { completions: 3, parallelism: 1, perIndex: { retries: 1, maxFailedIndexes: 4 } },
    ],
    ['many completions without a bound of failures', 'BatchJob.maxFailedIndexes', { ...many, perIndex: { retries: 1 } }],
    [
      'many completions with a high bound of failures',
      'BatchJob.maxFailedIndexes',
      { ...many, perIndex: { retries: 1, maxFailedIndexes: 10_001 } },
    ],
    [
      'many completions, many pods and retries per index',
      'BatchJob.parallelism',
      { ...many, parallelism: 10_001, perIndex: { retries: 1, maxFailedIndexes: 1 } },
    ],
    ['a success rule beyond the last index', 'BatchJob.success', { completions: 3, parallelism: 1, success: [{ indexes: '3' }] }],
  ])('refuses %s', (_, code, parallel) => {
    expect(codeOf(() => parallelFields('job', parallel))).toBe(code);
  });

  test('what needs indexes has them, and a bound of failed indexes has retries per index', () => {
    const perIndex = fc.record({ retries: fc.nat(9), maxFailedIndexes: fc.option(fc.nat(20), { nil: undefined }) });
    const parallel = fc.record({ completions: fc.nat(20), parallelism: fc.nat(20), perIndex: fc.option(perIndex, { nil: undefined }) });
    fc.assert(
      fc.property(parallel, (props) => {
        if (codeOf(() => parallelFields('job', props)) !== 'accepted') return;
        const fields = parallelFields('job', props);
        expect(fields.completionMode).toBe('Indexed');
        expect(fields.completions).toBeGreaterThanOrEqual(fields.parallelism ?? Number.NaN);
        if (fields.maxFailedIndexes !== undefined) expect(fields.backoffLimitPerIndex).toBeDefined();
      }),
    );
  });
});
