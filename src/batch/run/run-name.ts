import { ConfigError } from '../../base/config-error';
import { indexSuffix as indexText, MINUTE_LENGTH } from '../../base/derived-names';
import { checkName, DNS_1035_LABEL, DNS_LABEL, type NameRule } from '../../base/names';
import type { Run } from './run';
import { HASH_LENGTH } from './run-hash';

/** Characters that are appended to a name, and why. */
export interface NameSuffix {
  readonly length: number;
  /** What they are for: `the hash of the content`. */
  readonly reason: string;
}

/** What derived names leave for the name of a job. */
export interface NameBudget {
  readonly rule: NameRule;
  /** The longest derived name. @default - the maximum of the rule */
  readonly max?: number;
  readonly suffixes: readonly NameSuffix[];
}

/** Refuses a name that leaves no room for what is appended to it, as `BatchJob.name`. */
export function checkBudget(where: string, name: string, { rule, max: longest = rule.max, suffixes }: NameBudget): string {
  const max = longest - suffixes.reduce((sum, suffix) => sum + suffix.length, 0);
  if (name.length > max) {
    const reasons = suffixes.map((suffix) => `${suffix.length} for ${suffix.reason}`).join(', ');
    throw new ConfigError('BatchJob.name', {
      where,
      what: `name "${name}" has ${name.length} characters, the maximum is ${max}${reasons === '' ? '' : `: ${longest} less ${reasons}`}`,
      fix: `shorten it by ${name.length - max} or more`,
    });
  }
  return checkName('BatchJob.name', where, name, rule);
}

/**
 * The same for a Job or CronJob.
 *
 * The longest derived name is the host name of a pod, a DNS label. The API server does not check it for the runs of a CronJob: it would accept
 * the name, and then no run could be created.
 *
 * @param completions number of indexes; undefined for a job that is not indexed
 */
export function checkRunName(where: string, name: string, run: Run, completions: number | undefined): string {
  const minute = run.kind === 'scheduled' ? [{ length: MINUTE_LENGTH, reason: 'the minute of each run' }] : [];
  return checkBudget(where, name, { rule: DNS_LABEL, suffixes: [...minute, ...hashSuffix(run), ...indexSuffix(completions)] });
}

/** The same for kinds whose controllers create Services of that name, which must start with a letter. */
export function checkServiceName(where: string, name: string, budget: Omit<NameBudget, 'rule'>): string {
  return checkBudget(where, name, { rule: DNS_1035_LABEL, ...budget });
}

/** What `Run.once()` appends to a name. */
export function hashSuffix(run: Run): readonly NameSuffix[] {
  return run.kind === 'once' ? [{ length: HASH_LENGTH + 1, reason: 'the hash of the content' }] : [];
}

function indexSuffix(completions: number | undefined): readonly NameSuffix[] {
  return completions === undefined ? [] : [{ length: indexText(completions).length, reason: 'the index' }];
}
