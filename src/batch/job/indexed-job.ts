import type { JobSpec, SuccessPolicy } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeNumber } from '../../kube/whole-number';

/**
 * Work in numbered parts, for example `parallel: { completions: 100, parallelism: 10 }`. One pod does each part, and finds its number in
 * `JOB_COMPLETION_INDEX`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
 */
export interface Parallel {
  /** Number of parts, at least 1 (`BatchJob.completions`). The indexes run from 0 to one less. */
  readonly completions: number;
  /**
   * Pods that run at the same time: 1 to {@link completions}, and at most 100,000 (`BatchJob.parallelism`). There is no default, because the
   * cluster must have room for them.
   */
  readonly parallelism: number;
  /** Lets an index fail without failing the others. @default - the first index that runs out of retries fails the job */
  readonly perIndex?: PerIndex;
  /**
   * When the job succeeds before every index has, for example `success: [{ count: 90 }]`. The first rule that is met applies. 1 to 20 rules
   * (`BatchJob.success`). @default - when all indexes have succeeded
   *
   * @example [{ count: 90 }]
   */
  readonly success?: readonly SuccessRule[];
}

/** Failures of one index at a time. @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index */
export interface PerIndex {
  /** Retries of each index (`backoffLimitPerIndex`). */
  readonly retries: number;
  /**
   * Failed indexes after which the job stops. At most {@link Parallel.completions}; above 100,000 completions required, and at most 10,000
   * (`BatchJob.maxFailedIndexes`).
   *
   * @default - all indexes are tried
   */
  readonly maxFailedIndexes?: number;
  /** Exit codes of the main container that fail their index at once, 1 to 255 (`BatchJob.finalExitCodes`). @default - none */
  readonly finalExitCodes?: readonly number[];
}

/**
 * One way for an indexed job to succeed: these indexes, this many of them, or this many of all.
 *
 * Kubernetes then stops the pods that still run.
 */
export type SuccessRule =
  | {
      /** Indexes in rising order, alone or as ranges: `0,2-5`. Refused beyond the last index (`BatchJob.success`). */
      readonly indexes: string;
      /** How many of {@link indexes} are enough. @default - all of them */
      readonly count?: number;
    }
  | {
      readonly indexes?: undefined;
      /** How many of all indexes are enough. */
      readonly count: number;
    };

/** The fields of a Job that does its work in parts. */
export type IndexedFields = Pick<
  JobSpec,
  'completionMode' | 'completions' | 'parallelism' | 'backoffLimitPerIndex' | 'maxFailedIndexes' | 'successPolicy'
>;

/** Limits of the API server, which keeps the state of all indexes in one object. */
const MANY_COMPLETIONS = 100_000;
const MAX_PARALLELISM = 100_000;
const MAX_WITH_MANY = 10_000;

/** Refuses what the API server refuses of work in parts. Without any, one pod does all. */
export function resolveParallel(where: string, parallel: Parallel | undefined): IndexedFields {
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

function perIndexFields(where: string, perIndex: PerIndex, completions: number): IndexedFields {
  const backoffLimitPerIndex = wholeNumber('BatchJob.retries', where, perIndex.retries, { title: 'perIndex.retries', min: 0 });
  const many = completions > MANY_COMPLETIONS;
  if (perIndex.maxFailedIndexes === undefined) {
    if (!many) return { backoffLimitPerIndex };
    const what = `\`maxFailedIndexes\` is required above ${MANY_COMPLETIONS} completions, got ${completions} completions`;
    throw new ConfigError('BatchJob.maxFailedIndexes', { where, what, fix: 'add perIndex: { maxFailedIndexes: 100 }' });
  }
  const rule = { title: 'maxFailedIndexes', min: 0, max: many ? MAX_WITH_MANY : completions };
  return { backoffLimitPerIndex, maxFailedIndexes: wholeNumber('BatchJob.maxFailedIndexes', where, perIndex.maxFailedIndexes, rule) };
}

const MAX_RULES = 20;
const MAX_LENGTH = 64 * 1024;

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy */
function successPolicy(where: string, rules: readonly SuccessRule[], completions: number): SuccessPolicy {
  if (rules.length === 0 || rules.length > MAX_RULES) {
    refuse(where, `\`success\` must have 1 to ${MAX_RULES} rules, got ${rules.length}`, 'shorten it, or remove it');
  }
  return { rules: rules.map((rule) => successRule(where, rule, completions)) };
}

function successRule(where: string, rule: SuccessRule, completions: number): SuccessPolicy['rules'][number] {
  const { indexes, count } = rule;
  if (indexes === undefined && count === undefined) refuse(where, 'a success rule has neither indexes nor a count', "use { indexes: '0' }");
  const available = indexes === undefined ? completions : countIndexes(where, indexes, completions);
  if (count !== undefined) wholeNumber('BatchJob.success', where, count, { title: 'the count of a success rule', min: 1, max: available });
  return {
    ...(indexes === undefined ? {} : { succeededIndexes: indexes }),
    ...(count === undefined ? {} : { succeededCount: count }),
  };
}

/** How many indexes a text such as `0,2-5` names. */
function countIndexes(where: string, text: string, completions: number): number {
  if (text.length > MAX_LENGTH) refuse(where, `\`indexes\` has ${text.length} characters, the maximum is ${MAX_LENGTH}`, 'use ranges');
  let [last, count] = [-1, 0];
  for (const part of text.split(',')) {
    const match = /^([0-9]+)(?:-([0-9]+))?$/.exec(part);
    if (match === null) return refuse(where, `invalid part ${JSON.stringify(part)} in indexes ${JSON.stringify(text)}`, "use '0,2-5'");
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : Number(match[2]);
    if (from <= last || (match[2] !== undefined && to <= from)) refuse(where, `indexes "${text}" must rise, got "${part}"`, "use '0,2-5'");
    if (to >= completions) refuse(where, `the last index is ${completions - 1}, got index ${to}`, 'lower it, or raise completions');
    [last, count] = [to, count + to - from + 1];
  }
  return count;
}

function refuse(where: string, what: string, fix: string): never {
  throw new ConfigError('BatchJob.success', { where, what, fix });
}
