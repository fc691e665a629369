import { ConfigError } from '../../base/config-error';
import { indexSuffix as indexText, MINUTE_LENGTH } from '../../base/derived-names';
import { checkName, DNS_1035_LABEL, DNS_LABEL, type NameRule } from '../../base/names';
import type { Run } from './run';
import { HASH_LENGTH } from './run-hash';

/** Characters that come behind the name, and why. */
export interface NameSuffix {
  readonly length: number;
  /** What they are for: `the hash of the content`. */
  readonly reason: string;
}

/** What the names that a controller derives leave to a job's own name. */
export interface NameBudget {
  readonly rule: NameRule;
  /** The longest that the derived names may be. @default - the rule's */
  readonly max?: number;
  readonly suffixes: readonly NameSuffix[];
}

/** Refuses a name that leaves no room for what comes behind it, under `BatchJob.name`. */
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
 * The longest name that is derived is a pod's host name, a DNS label. For the runs of a CronJob the API server does not look that far:
 * it would accept the name, and every run would fail to be created.
 *
 * @param completions number of indexes; undefined for a job that is not indexed
 */
export function checkRunName(where: string, name: string, run: Run, completions: number | undefined): string {
  const minute = run.kind === 'scheduled' ? [{ length: MINUTE_LENGTH, reason: 'the minute of each run' }] : [];
  return checkBudget(where, name, { rule: DNS_LABEL, suffixes: [...minute, ...hashSuffix(run), ...indexSuffix(completions)] });
}

/** The same for kinds whose controllers make Services of the name. Only there must it start with a letter. */
export function checkServiceName(where: string, name: string, budget: Omit<NameBudget, 'rule'>): string {
  return checkBudget(where, name, { rule: DNS_1035_LABEL, ...budget });
}

/** What `Run.once()` puts behind a name. */
export function hashSuffix(run: Run): readonly NameSuffix[] {
  return run.kind === 'once' ? [{ length: HASH_LENGTH + 1, reason: 'the hash of the content' }] : [];
}

function indexSuffix(completions: number | undefined): readonly NameSuffix[] {
  return completions === undefined ? [] : [{ length: indexText(completions).length, reason: 'the index' }];
}
