import { type SuccessRule, successPolicy } from '../../src/batch/job/success-policy';
import { codeOf } from '../support/code-of';

describe('successPolicy', () => {
  test('keeps the order of the rules, because the first that is met decides', () => {
    expect(successPolicy('job', [{ indexes: '0,2-5', count: 3 }, { count: 9 }], 10)).toEqual({
      rules: [{ succeededIndexes: '0,2-5', succeededCount: 3 }, { succeededCount: 9 }],
    });
  });

  test.each(['0', '9', '0-9', '0,1,2', '2-5,6'])('accepts the indexes %s of ten', (indexes) => {
    expect(successPolicy('job', [{ indexes }], 10)).toEqual({ rules: [{ succeededIndexes: indexes }] });
  });

  // Each refused by the API server, except for an empty text and a count of 0, which could never or always be met.
  test.each<[string, readonly unknown[]]>([
    ['no rules', []],
    ['21 rules', Array.from({ length: 21 }, () => ({ count: 1 }))],
    ['a rule of nothing', [{}]],
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
  ])('refuses %s', (_, rules) => {
    expect(codeOf(() => successPolicy('job', rules as SuccessRule[], 10))).toBe('BatchJob.success');
  });
});
