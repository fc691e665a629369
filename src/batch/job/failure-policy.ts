import type { PodFailurePolicy, PodFailurePolicyRule } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';

/** Exit codes of the main container that a retry cannot fix. */
export interface FinalExitCodes {
  /** They fail the whole job. */
  readonly job: readonly number[];
  /** They fail only their index. */
  readonly index: readonly number[];
}

/** Refuses what is not an exit code of a failure, and codes that would fail both the index and the job. */
export function resolveFinalExitCodes(where: string, job: readonly number[] = [], index: readonly number[] = []): FinalExitCodes {
  const codes = { job: exitCodes(where, job), index: exitCodes(where, index) };
  const both = codes.index.filter((code) => codes.job.includes(code));
  if (both.length === 0) return codes;
  const what = `exit code ${both.join(', ')} is in both \`finalExitCodes\` and \`parallel.perIndex.finalExitCodes\``;
  throw new ConfigError('BatchJob.finalExitCodes', { where, what, fix: 'keep it in one of the two lists' });
}

/** Exit codes, sorted and without duplicates, as the API server requires. */
export function exitCodes(where: string, codes: readonly number[] = []): readonly number[] {
  for (const code of codes) {
    if (Number.isInteger(code) && code >= 1 && code <= 255) continue;
    const what = code === 0 ? 'exit code 0 means success' : `${code} is not an exit code`;
    throw new ConfigError('BatchJob.finalExitCodes', { where, what, fix: 'use whole numbers from 1 to 255' });
  }
  return [...new Set(codes)].sort((left, right) => left - right);
}

/**
 * What a failed pod means. The first rule that matches applies:
 *
 * 1. a pod that lost its node (drain, preemption, spot reclaim) does not count as a failure;
 * 2. final exit codes end the index or the job at once;
 * 3. everything else counts toward the retries.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export function podFailurePolicy(containerName: string, { job, index }: FinalExitCodes): PodFailurePolicy {
  const exitRule = (action: string, values: readonly number[]): readonly PodFailurePolicyRule[] =>
    values.length === 0 ? [] : [{ action, onExitCodes: { containerName, operator: 'In', values } }];
  return {
    rules: [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ...exitRule('FailIndex', index),
      ...exitRule('FailJob', job),
    ],
  };
}
