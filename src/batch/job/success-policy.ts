import type { SuccessPolicy } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeNumber } from '../../kube/whole-number';

/**
 * One way for an indexed job to have succeeded: these indexes, this many of them, or this many of all.
 *
 * Pods that still run are stopped then.
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

const MAX_RULES = 20;
const MAX_LENGTH = 64 * 1024;

/**
 * The success policy of an indexed job; refuses what the API server refuses.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy
 */
export function successPolicy(where: string, rules: readonly SuccessRule[], completions: number): SuccessPolicy {
  if (rules.length === 0 || rules.length > MAX_RULES) {
    refuse(where, `success has ${rules.length} rules`, `give it 1 to ${MAX_RULES}, or leave it out`);
  }
  return { rules: rules.map((rule) => successRule(where, rule, completions)) };
}

function successRule(where: string, rule: SuccessRule, completions: number): SuccessPolicy['rules'][number] {
  const { indexes, count } = rule;
  if (indexes === undefined && count === undefined) refuse(where, 'a rule names neither indexes nor a count', "use { indexes: '0' }");
  const available = indexes === undefined ? completions : countIndexes(where, indexes, completions);
  if (count !== undefined) wholeNumber('BatchJob.success', where, count, { title: 'the count of a success rule', min: 1, max: available });
  return {
    ...(indexes === undefined ? {} : { succeededIndexes: indexes }),
    ...(count === undefined ? {} : { succeededCount: count }),
  };
}

/** How many indexes a text such as `0,2-5` names. */
function countIndexes(where: string, text: string, completions: number): number {
  if (text.length > MAX_LENGTH) refuse(where, `indexes has ${text.length} characters`, `use at most ${MAX_LENGTH}; ranges are shorter`);
  let [last, count] = [-1, 0];
  for (const part of text.split(',')) {
    const match = /^([0-9]+)(?:-([0-9]+))?$/.exec(part);
    if (match === null) return refuse(where, `indexes ${JSON.stringify(text)} has the part ${JSON.stringify(part)}`, "use '0,2-5'");
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : Number(match[2]);
    if (from <= last || (match[2] !== undefined && to <= from)) refuse(where, `indexes "${text}" do not rise at "${part}"`, "use '0,2-5'");
    if (to >= completions) refuse(where, `index ${to} is beyond the last one, ${completions - 1}`, 'lower it, or raise completions');
    [last, count] = [to, count + to - from + 1];
  }
  return count;
}

function refuse(where: string, what: string, fix: string): never {
  throw new ConfigError('BatchJob.success', { where, what, fix });
}
