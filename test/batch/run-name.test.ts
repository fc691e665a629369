import { Run } from '../../src/batch/run/run';
import { checkRunName } from '../../src/batch/run/run-name';
import { codeOf } from '../support/code-of';

const scheduled = Run.scheduled('0 2 * * *');

describe('checkRunName', () => {
  // Longest names: a pod's host name, which is the longest of what is derived, has at most 63 characters.
  test.each([
    ['a stable name', Run.onEveryChange(), undefined, 63],
    ['a hook', Run.hook('Sync'), undefined, 63],
    ['a hash of nine characters', Run.once(), undefined, 54],
    ['the minute of eleven', scheduled, undefined, 52],
    ['indexes of one digit', Run.onEveryChange(), 10, 61],
    ['indexes of two digits', Run.onEveryChange(), 11, 60],
    ['a hash and indexes', Run.once(), 1000, 50],
    ['a minute and indexes', scheduled, 1000, 48],
  ])('leaves room for %s', (_, run, completions, max) => {
    expect(codeOf(() => checkRunName('job', 'a'.repeat(max), run, completions))).toBe('accepted');
    expect(codeOf(() => checkRunName('job', 'a'.repeat(max + 1), run, completions))).toBe('BatchJob.name');
  });

  test('says what the room is for', () => {
    expect(() => checkRunName('prod/score', 'a'.repeat(60), scheduled, 1000)).toThrow(
      /60 characters, 48 are allowed: 63 less 11 for the minute of each run, 4 for the index\n {2}fix: shorten it by 12 or more \[BatchJob.name\]/,
    );
  });

  test.each(['', 'Train', 'train_model', 'train.model', '-train', 'train-'])('refuses %j', (name) => {
    expect(codeOf(() => checkRunName('job', name, Run.once(), undefined))).toBe('BatchJob.name');
  });
});
