import type { JobSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeNumber } from '../../kube/whole-number';
import { type SuccessRule, successPolicy } from './success-policy';

/**
 * Work in numbered parts, each done by one pod that finds its number in `JOB_COMPLETION_INDEX`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
 */
export interface Parallel {
  /** Number of parts; the indexes run from 0 to one less. At least 1 (`BatchJob.completions`). */
  readonly completions: number;
  /** Pods that run at the same time: 1 to {@link completions}, and at most 100,000 (`BatchJob.parallelism`). No default: it is what the cluster must have free. */
  readonly parallelism: number;
  /** Lets an index fail without the others. @default - the first index that runs out of retries fails the job */
  readonly perIndex?: PerIndex;
  /** When the job has succeeded before every index has; the first rule that is met decides. @default - when all indexes have succeeded */
  readonly success?: readonly SuccessRule[];
}

/** Failure of one index at a time. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index */
export interface PerIndex {
  /** Retries of each index (`backoffLimitPerIndex`). */
  readonly retries: number;
  /**
   * Failed indexes after which the job stops. At most {@link Parallel.completions}; required, and at most 10,000, above 100,000 completions
   * (`BatchJob.maxFailedIndexes`).
   *
   * @default - all indexes are tried
   */
  readonly maxFailedIndexes?: number;
  /** Exit codes of the main container that fail their index at once, 1 to 255. @default - none */
  readonly finalExitCodes?: readonly number[];
}

/** The API server's own limits: it keeps the state of all indexes in one object. */
const MANY_COMPLETIONS = 100_000;
const MAX_PARALLELISM = 100_000;
const MAX_WITH_MANY = 10_000;

/** The fields of a Job for work in parts. Without it, one pod does all. */
export function parallelFields(where: string, parallel: Parallel | undefined): Partial<JobSpec> {
  if (parallel === undefined) return {};
  const { perIndex, success } = parallel;
  const completions = wholeNumber('BatchJob.completions', where, parallel.completions, { title: 'completions', min: 1 });
  const many = completions > MANY_COMPLETIONS && perIndex !== undefined;
  const max = Math.min(completions, many ? MAX_WITH_MANY : MAX_PARALLELISM);
  const parallelism = wholeNumber('BatchJob.parallelism', where, parallel.parallelism, { title: 'parallelism', min: 1, max });
  return {
    completionMode: 'Indexed',
    completions,
    parallelism,
    ...(perIndex === undefined ? {} : perIndexFields(where, perIndex, completions)),
    ...(success === undefined ? {} : { successPolicy: successPolicy(where, success, completions) }),
  };
}

function perIndexFields(where: string, perIndex: PerIndex, completions: number): Partial<JobSpec> {
  const backoffLimitPerIndex = wholeNumber('BatchJob.retries', where, perIndex.retries, { title: 'perIndex.retries', min: 0 });
  const many = completions > MANY_COMPLETIONS;
  if (perIndex.maxFailedIndexes === undefined) {
    if (!many) return { backoffLimitPerIndex };
    const what = `maxFailedIndexes is missing, and there are more than ${MANY_COMPLETIONS} completions`;
    throw new ConfigError('BatchJob.maxFailedIndexes', { where, what, fix: 'add perIndex: { maxFailedIndexes: 100 }' });
  }
  const rule = { title: 'maxFailedIndexes', min: 0, max: many ? MAX_WITH_MANY : completions };
  return { backoffLimitPerIndex, maxFailedIndexes: wholeNumber('BatchJob.maxFailedIndexes', where, perIndex.maxFailedIndexes, rule) };
}
