import { ConfigError } from '../base/config-error';

/** The largest value of the 32-bit fields of the Kubernetes API. */
export const MAX_INT32 = 2 ** 31 - 1;

/** Nodes and pods of the largest clusters that Kubernetes is made for. @see https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
export const MOST_NODES = 5_000;
export const MOST_PODS = 150_000;

/** What a number counts, and its bounds, both included. */
interface WholeNumberRule {
  /** What the number is, for the message: `completions`. */
  readonly title: string;
  readonly min: number;
  /** @default - the largest value that the field can hold */
  readonly max?: number;
}

/** Refuses what is not a whole number within bounds, under `code`. */
export function wholeNumber(code: string, where: string, value: number, rule: WholeNumberRule): number {
  const max = rule.max ?? MAX_INT32;
  if (Number.isInteger(value) && value >= rule.min && value <= max) return value;
  const fix = `use a whole number from ${rule.min} to ${max}`;
  throw new ConfigError(code, { where, what: `${rule.title} is ${JSON.stringify(value) ?? String(value)}`, fix });
}
