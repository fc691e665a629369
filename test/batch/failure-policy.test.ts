import fc from 'fast-check';
import { podFailurePolicy } from '../../src/batch/job/failure-policy';
import { codeOf } from '../support/code-of';

const DISRUPTION = { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };

describe('podFailurePolicy', () => {
  test('does not count a pod that was lost with its node', () => {
    expect(podFailurePolicy('job', 'main', {})).toEqual({ rules: [DISRUPTION] });
  });

  test('fails the index or the job on final exit codes of the main container, after looking for a disruption', () => {
    expect(podFailurePolicy('job', 'main', { index: [7], job: [3, 2, 3] })).toEqual({
      rules: [
        DISRUPTION,
        { action: 'FailIndex', onExitCodes: { containerName: 'main', operator: 'In', values: [7] } },
        { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [2, 3] } },
      ],
    });
  });

  test.each([0, -1, 256, 1.5, Number.NaN, '3' as unknown as number])('refuses the exit code %s', (code) => {
    expect(codeOf(() => podFailurePolicy('job', 'main', { job: [code] }))).toBe('BatchJob.finalExitCodes');
  });

  test('refuses an exit code that fails both the index and the job', () => {
    expect(codeOf(() => podFailurePolicy('job', 'main', { job: [3], index: [3] }))).toBe('BatchJob.finalExitCodes');
  });

  test('writes exit codes rising and each once, whatever the order they are given in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 400 }), (codes) => {
        const values = podFailurePolicy('job', 'main', { job: codes }).rules[1]?.onExitCodes?.values ?? [];
        expect(values).toEqual([...new Set(codes)].sort((left, right) => left - right));
        expect(values.length).toBeLessThanOrEqual(255);
      }),
    );
  });
});
