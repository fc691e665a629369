import type { Duration } from 'cdk8s';
import type { PodFailurePolicy } from '../../../imports/kubernetes';
import { wholeNumber } from '../../kube/whole-number';
import { exitCodes } from '../job/failure-policy';
import { RETRIES } from '../many-nodes';
import type { FailurePolicy, FailurePolicyRule } from './job-set-spec';

/** What is known of failures. */
export interface FailureProps {
  readonly retries?: number;
  readonly finalExitCodes?: readonly number[];
  readonly deadline?: Duration;
}

/**
 * What a failure of one node means for all of them.
 *
 * 1. A final exit code fails the job.
 * 2. A node that was taken away starts all nodes again, and does not count.
 * 3. So does everything else, `retries` times.
 *
 * The child Job ends in the same reason for the first two; only its message tells them apart.
 *
 * @see https://jobset.sigs.k8s.io/docs/tasks/failure_policy/
 */
export function failurePolicy(where: string, { retries = RETRIES, finalExitCodes = [], deadline }: FailureProps): FailurePolicy {
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
  // Without it, a job that hangs would hang once for each retry.
  if (deadline !== undefined) rules.push({ name: 'deadline', action: 'FailJobSet', onJobFailureReasons: ['DeadlineExceeded'] });
  return {
    maxRestarts: wholeNumber('BatchJob.retries', where, retries, { title: 'retries', min: 0 }),
    // New processes must not meet old ones under the same host names.
    restartStrategy: 'BlockingRecreate',
    rules,
  };
}

/** As the Job controller writes them, since Kubernetes 1.31. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/job/pod_failure_policy.go */
const LOST_NODE = ' has condition DisruptionTarget matching FailJob rule';
const FINAL_EXIT_CODE = ' failed with exit code [0-9]+ matching FailJob rule';

/** The policy of each child Job: the first failed pod ends it, and its message says why. */
export function nodeFailurePolicy(where: string, containerName: string, finalExitCodes: readonly number[] = []): PodFailurePolicy {
  const values = exitCodes(where, finalExitCodes);
  return {
    rules: [
      { action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ...(values.length === 0 ? [] : [{ action: 'FailJob', onExitCodes: { containerName, operator: 'In', values } }]),
    ],
  };
}
