import type { PodFailurePolicy } from '../../../imports/kubernetes';
import type { FailurePolicy, FailurePolicyRule } from './job-set-spec';
import type { ResolvedJobSet } from './resolve-job-set';

type Failures = Pick<ResolvedJobSet, 'retries' | 'finalExitCodes' | 'deadlineSeconds'>;

/**
 * What the failure of one node means for all of them.
 *
 * 1. A final exit code fails the job.
 * 2. A node that is taken away restarts all nodes, and does not count.
 * 3. Everything else restarts all nodes too, up to `retries` times.
 *
 * The child Job fails for the same reason in the first two cases; only its message tells them apart.
 *
 * @see https://jobset.sigs.k8s.io/docs/tasks/failure_policy/
 */
export function failurePolicy({ retries, finalExitCodes, deadlineSeconds }: Failures): FailurePolicy {
  const policy = ['PodFailurePolicy'];
  const rules: FailurePolicyRule[] = [
    {
      name: 'lostNode',
      action: 'RestartJobSetAndIgnoreMaxRestarts',
      onJobFailureReasons: policy,
      onJobFailureMessagePatterns: [LOST_NODE],
    },
  ];
  if (finalExitCodes.length > 0) {
    rules.push({
      name: 'finalExitCode',
      action: 'FailJobSet',
      onJobFailureReasons: policy,
      onJobFailureMessagePatterns: [FINAL_EXIT_CODE],
    });
  }
  // Without this rule, a job that hangs would hang once per retry.
  if (deadlineSeconds !== undefined) rules.push({ name: 'deadline', action: 'FailJobSet', onJobFailureReasons: ['DeadlineExceeded'] });
  return {
    maxRestarts: retries,
    // New processes must not meet old ones under the same host names.
    restartStrategy: 'BlockingRecreate',
    rules,
  };
}

/** Messages of the Job controller since Kubernetes 1.31. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/job/pod_failure_policy.go */
const LOST_NODE = ' has condition DisruptionTarget matching FailJob rule';
const FINAL_EXIT_CODE = ' failed with exit code [0-9]+ matching FailJob rule';

/** The policy of each child Job: the first failed pod ends it, and its message says why. */
export function nodeFailurePolicy(containerName: string, { finalExitCodes }: Failures): PodFailurePolicy {
  const values = [...finalExitCodes];
  return {
    rules: [
      { action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ...(values.length === 0 ? [] : [{ action: 'FailJob', onExitCodes: { containerName, operator: 'In', values } }]),
    ],
  };
}
