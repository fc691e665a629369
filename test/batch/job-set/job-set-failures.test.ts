import { Duration } from 'cdk8s';
import { failurePolicy, nodeFailurePolicy } from '../../../src/batch/job-set/job-set-failures';
import { codeOf } from '../../support/code-of';

/** What the Job controller of Kubernetes 1.35 writes into the condition of a Job that its pod failure policy ended. */
const MESSAGES = {
  lostNode: 'Pod team-a/train-1a2b3c4d-node-0-2-x7k2p has condition DisruptionTarget matching FailJob rule at index 0',
  finalExitCode: 'Container main for pod team-a/train-1a2b3c4d-node-0-2-x7k2p failed with exit code 2 matching FailJob rule at index 1',
};

function ruleFor(message: string): string | undefined {
  const { rules } = failurePolicy('job', { finalExitCodes: [2], deadline: Duration.hours(1) });
  return rules.find((rule) => rule.onJobFailureMessagePatterns?.some((pattern) => new RegExp(pattern).test(message)))?.name;
}

describe('the failure policy of a JobSet', () => {
  test.each(Object.entries(MESSAGES))('knows %s by its message', (name, message) => {
    expect(ruleFor(message)).toBe(name);
  });

  test('does not count lost nodes, and fails on final exit codes and on the deadline', () => {
    const { rules } = failurePolicy('job', { finalExitCodes: [2], deadline: Duration.hours(1) });
    expect(rules.map(({ name, action }) => [name, action])).toEqual([
      ['lostNode', 'RestartJobSetAndIgnoreMaxRestarts'],
      ['finalExitCode', 'FailJobSet'],
      ['deadline', 'FailJobSet'],
    ]);
  });

  test('has no rule for what was not said', () => {
    expect(failurePolicy('job', { finalExitCodes: [] }).rules.map(({ name }) => name)).toEqual(['lostNode']);
  });

  test('starts all nodes again three times, or as often as was said', () => {
    expect(failurePolicy('job', {}).maxRestarts).toBe(3);
    expect(failurePolicy('job', { retries: 0 }).maxRestarts).toBe(0);
    expect(codeOf(() => failurePolicy('job', { retries: -1 }))).toBe('BatchJob.retries');
  });

  // The rule of JobSet's webhook.
  test('has names that the webhook takes, each once', () => {
    const names = failurePolicy('job', { finalExitCodes: [2], deadline: Duration.hours(1) }).rules.map(({ name }) => name);
    for (const name of names) expect(name).toMatch(/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the failure policy of a node', () => {
  test('looks at the loss of the node first: a killed process has an exit code, too', () => {
    expect(nodeFailurePolicy('job', 'main', [9, 2]).rules).toEqual([
      { action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [2, 9] } },
    ]);
  });

  test.each([0, 256, 1.5])('refuses the exit code %d', (code) => {
    expect(codeOf(() => nodeFailurePolicy('job', 'main', [code]))).toBe('BatchJob.finalExitCodes');
  });
});
