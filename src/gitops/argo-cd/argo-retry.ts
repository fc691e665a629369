import { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { errorFinding, type Finding } from '../../base/finding';
import { goDuration, wholeSeconds } from '../../base/units';
import type { TimeBudget } from '../../kube/delivery/time-budget';

/** Retries of Argo CD after a failed sync. */
export interface ArgoRetry {
  /** Maximum number of retries: `10`; `-1` for no limit. @default - enough for the longest time budget of a construct, at least 5 */
  readonly limit?: number;
  /** Wait before the first retry: `Duration.seconds(10)`. Whole seconds, at least 1. @default Duration.seconds(30) */
  readonly backoff?: Duration;
  /** Factor of each further wait: `3`. A whole number of at least 1. @default 2 */
  readonly factor?: number;
  /** Maximum wait: `Duration.minutes(10)`. Whole seconds, at least 1. @default Duration.minutes(5) */
  readonly maxBackoff?: Duration;
  /** Whether a retry uses the latest commit. @default true */
  readonly refresh?: boolean;
}

/** {@link ArgoRetry} with defaults, in seconds. */
export interface ResolvedRetry {
  readonly limit: number | undefined;
  readonly backoff: number;
  readonly factor: number;
  readonly maxBackoff: number;
  readonly refresh: boolean;
}

const LEAST_LIMIT = 5;
const CODE = 'ArgoApplication.retry';

/** Applies defaults and refuses numbers that Argo CD would refuse. */
export function resolveRetry(where: string, retry: ArgoRetry = {}): ResolvedRetry {
  const { limit, factor = 2 } = retry;
  if (limit !== undefined && (!Number.isInteger(limit) || limit < -1)) {
    throw new ConfigError(CODE, {
      where,
      what: `\`limit\` must be a whole number of at least -1, got ${limit}`,
      fix: 'use, for example, 10, or -1 for no limit',
    });
  }
  if (!Number.isInteger(factor) || factor < 1) {
    throw new ConfigError(CODE, {
      where,
      what: `\`factor\` must be a whole number of at least 1, got ${factor}`,
      fix: 'use, for example, 2',
    });
  }
  const backoff = wholeSeconds(CODE, where, retry.backoff ?? Duration.seconds(30), 1);
  const maxBackoff = wholeSeconds(CODE, where, retry.maxBackoff ?? Duration.minutes(5), 1);
  if (maxBackoff < backoff) {
    throw new ConfigError(CODE, {
      where,
      what: `\`maxBackoff\` ${maxBackoff} s is below \`backoff\` ${backoff} s`,
      fix: 'raise `maxBackoff`',
    });
  }
  return { limit, backoff, factor, maxBackoff, refresh: retry.refresh ?? true };
}

/** The `retry` field of a sync policy. */
export function retrySpec(numbers: ResolvedRetry, budgetSeconds: number) {
  const { backoff, factor, maxBackoff, refresh } = numbers;
  return {
    limit: numbers.limit ?? Math.max(LEAST_LIMIT, triesFor(numbers, budgetSeconds)),
    backoff: { duration: goDuration(backoff), factor, maxDuration: goDuration(maxBackoff) },
    refresh,
  };
}

/** A limit of the user that gives up before the slowest construct can be ready. */
export function retryFindings(
  where: string,
  numbers: ResolvedRetry,
  longest: { readonly path: string; readonly budget: TimeBudget } | undefined,
): readonly Finding[] {
  const { limit } = numbers;
  if (limit === undefined || limit < 0 || longest === undefined) return [];
  const covered = coveredSeconds(numbers, limit);
  const { path, budget } = longest;
  if (covered >= budget.seconds) return [];
  const what = `${limit} retries cover ${covered} s, but ${path} can take ${budget.seconds} s (${budget.reason})`;
  return [errorFinding(CODE, { where, what, fix: `use a limit of at least ${triesFor(numbers, budget.seconds)}, or remove it` })];
}

/**
 * The time that `limit` retries span: the sum over i < limit of min(maxBackoff, backoff × factorⁱ).
 *
 * It is `RetryStrategy.NextRetryAt` of Argo CD, added up.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.6.1/pkg/apis/application/v1alpha1/types.go
 */
function coveredSeconds({ backoff, factor, maxBackoff }: ResolvedRetry, limit: number): number {
  let [sum, wait, tries] = [0, backoff, 0];
  // Once the longest wait is reached, the rest is a product; a limit of a million costs nothing.
  for (; tries < limit && wait < maxBackoff && factor > 1; tries++) [sum, wait] = [sum + wait, wait * factor];
  return sum + (limit - tries) * Math.min(wait, maxBackoff);
}

function triesFor(numbers: ResolvedRetry, seconds: number): number {
  const { backoff, factor, maxBackoff } = numbers;
  let [sum, wait, tries] = [0, backoff, 0];
  for (; sum < seconds && wait < maxBackoff && factor > 1; tries++) [sum, wait] = [sum + wait, wait * factor];
  return tries + Math.max(0, Math.ceil((seconds - sum) / Math.min(wait, maxBackoff)));
}
