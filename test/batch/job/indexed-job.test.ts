import fc from 'fast-check';
import type { JobSpec } from '../../../imports/kubernetes';
import type { Parallel, SuccessRule } from '../../../src/batch/job/indexed-job';
import { Run } from '../../../src/batch/run/run';
import { codeOf } from '../../support/code-of';
import { LEAST } from '../any-job';
import { objectOf } from '../engine-job';

function fields(parallel: Parallel | undefined): JobSpec {
  return objectOf<{ readonly spec: JobSpec }>({ ...LEAST, run: Run.once(), ...(parallel === undefined ? {} : { parallel }) }).spec;
}

describe('work in parts', () => {
  test('is optional: without it one pod does all', () => {
    for (const field of ['completionMode', 'completions', 'parallelism']) expect(fields(undefined)).not.toHaveProperty(field);
  });

  test('has numbered parts', () => {
    expect(fields({ completions: 1000, parallelism: 50 })).toMatchObject({
      completionMode: 'Indexed',
      completions: 1000,
      parallelism: 50,
    });
  });

  test('gives each index its own retries', () => {
    const perIndex = { retries: 2, maxFailedIndexes: 10, finalExitCodes: [7] };
    expect(fields({ completions: 100, parallelism: 10, perIndex })).toMatchObject({
      backoffLimitPerIndex: 2,
      maxFailedIndexes: 10,
    });
  });

  const many = { completions: 100_001, parallelism: 10 };
  test.each<[string, string, Parallel]>([
    ['no completions', 'BatchJob.completions', { completions: 0, parallelism: 1 }],
    ['half a completion', 'BatchJob.completions', { completions: 1.5, parallelism: 1 }],
    ['more completions than the field holds', 'BatchJob.completions', { completions: 2 ** 31, parallelism: 1 }],
    ['missing completions', 'BatchJob.parallel', { parallelism: 1 } as Parallel],
    ['missing parallelism', 'BatchJob.parallel', { completions: 3 } as Parallel],
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
    expect(codeOf(() => fields(parallel))).toBe(code);
  });

  test('always has indexes, and a limit of failed indexes comes with retries per index', () => {
    const perIndex = fc.record({ retries: fc.nat(9), maxFailedIndexes: fc.option(fc.nat(20), { nil: undefined }) });
    const parallel = fc.record({ completions: fc.nat(20), parallelism: fc.nat(20), perIndex: fc.option(perIndex, { nil: undefined }) });
    fc.assert(
      fc.property(parallel, (props) => {
        if (codeOf(() => fields(props)) !== 'accepted') return;
        const spec = fields(props);
        expect(spec.completionMode).toBe('Indexed');
        expect(spec.completions).toBeGreaterThanOrEqual(spec.parallelism ?? Number.NaN);
        if (spec.maxFailedIndexes !== undefined) expect(spec.backoffLimitPerIndex).toBeDefined();
      }),
    );
  });
});

describe('success rules', () => {
  const policy = (success: readonly SuccessRule[]) => fields({ completions: 10, parallelism: 1, success }).successPolicy;

  test('keep their order, because the first that is met applies', () => {
    expect(policy([{ indexes: '0,2-5', count: 3 }, { count: 9 }])).toEqual({
      rules: [{ succeededIndexes: '0,2-5', succeededCount: 3 }, { succeededCount: 9 }],
    });
  });

  test.each(['0', '9', '0-9', '0,1,2', '2-5,6'])('accept the indexes %s of ten', (indexes) => {
    expect(policy([{ indexes }])).toEqual({ rules: [{ succeededIndexes: indexes }] });
  });

  // The API server refuses each of them, except an empty text, which is never met, and a count of 0, which is always met.
  test.each<[string, readonly unknown[], string?]>([
    ['no rules', []],
    ['21 rules', Array.from({ length: 21 }, () => ({ count: 1 }))],
    ['a rule without fields', [{}], 'BatchJob.parallel'],
    ['a count beyond all', [{ count: 11 }]],
    ['a count of 0', [{ count: 0 }]],
    ['a count beyond the indexes', [{ indexes: '0-2', count: 4 }]],
    ['an index beyond the last', [{ indexes: '0,2-10' }]],
    ['falling indexes', [{ indexes: '5,2' }]],
    ['an overlap', [{ indexes: '2-5,5' }]],
    ['a range of one', [{ indexes: '2-2' }]],
    ['a falling range', [{ indexes: '5-2' }]],
    ['white space', [{ indexes: '1, 2' }]],
    ['an empty text', [{ indexes: '' }]],
    ['more than 64 KiB', [{ indexes: '0'.repeat(64 * 1024 + 1) }]],
  ])('refuse %s', (_, rules, code = 'BatchJob.success') => {
    expect(codeOf(() => policy(rules as SuccessRule[]))).toBe(code);
  });
});
