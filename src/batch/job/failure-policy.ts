import type { PodFailurePolicy, PodFailurePolicyRule } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';

/** Exit codes of the main container that a retry cannot fix. */
export interface FinalExitCodes {
  /** They fail the whole job. */
  readonly job?: readonly number[];
  /** They fail only their index. */
  readonly index?: readonly number[];
}

/**
 * What a failed pod means. The first rule that fits decides:
 *
 * 1. a pod that its node was taken from (drain, preemption, spot reclaim) does not count as a failure;
 * 2. final exit codes end the index or the job at once;
 * 3. everything else counts towards the retries.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export function podFailurePolicy(where: string, containerName: string, final: FinalExitCodes): PodFailurePolicy {
  const [index, job] = [exitCodes(where, final.index), exitCodes(where, final.job)];
  refuseBoth(where, index, job);
  return {
    rules: [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ...exitRule('FailIndex', containerName, index),
      ...exitRule('FailJob', containerName, job),
    ],
  };
}

function exitRule(action: string, containerName: string, values: readonly number[]): readonly PodFailurePolicyRule[] {
  return values.length === 0 ? [] : [{ action, onExitCodes: { containerName, operator: 'In', values } }];
}

/** Sorted and each once, as the API server asks for. */
export function exitCodes(where: string, codes: readonly number[] = []): readonly number[] {
  for (const code of codes) {
    if (Number.isInteger(code) && code >= 1 && code <= 255) continue;
    const what = code === 0 ? 'exit code 0 is success' : `${code} is no exit code`;
    throw new ConfigError('BatchJob.finalExitCodes', { where, what, fix: 'use whole numbers from 1 to 255' });
  }
  return [...new Set(codes)].sort((left, right) => left - right);
}

function refuseBoth(where: string, index: readonly number[], job: readonly number[]): void {
  const both = index.filter((code) => job.includes(code));
  if (both.length === 0) return;
  const what = `exit code ${both.join(', ')} fails both the index and the whole job`;
  throw new ConfigError('BatchJob.finalExitCodes', { where, what, fix: 'name it in one of the two lists' });
}
