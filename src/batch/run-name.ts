import { ConfigError } from '../base/config-error';
import { checkName, DNS_LABEL } from '../base/names';
import { HASH_LENGTH } from './content-hash';
import type { Run } from './run';

/** The CronJob controller puts a dash and up to ten digits, the minute of the run, behind the name. The API server counts on it, too. */
const MINUTE_LENGTH = 11;

/** Characters that come behind the name, and why. */
interface Suffix {
  readonly length: number;
  readonly reason: string;
}

/**
 * Refuses a name that leaves no room for what comes behind it, under `BatchJob.name`.
 *
 * The longest name that is derived is a pod's host name, a DNS label. For the runs of a CronJob the API server does not look that far:
 * it would accept the name, and every run would fail to be created.
 *
 * @param completions number of indexes; undefined for a job that is not indexed
 */
export function checkRunName(where: string, name: string, run: Run, completions: number | undefined): string {
  const suffixes = [...runSuffix(run), ...indexSuffix(completions)];
  const max = DNS_LABEL.max - suffixes.reduce((sum, suffix) => sum + suffix.length, 0);
  if (name.length > max) {
    const reasons = suffixes.map((suffix) => `${suffix.length} for ${suffix.reason}`).join(', ');
    throw new ConfigError('BatchJob.name', {
      where,
      what: `name "${name}" has ${name.length} characters, ${max} are allowed${reasons === '' ? '' : `: ${DNS_LABEL.max} less ${reasons}`}`,
      fix: `shorten it by ${name.length - max} or more`,
    });
  }
  return checkName('BatchJob.name', where, name);
}

function runSuffix(run: Run): readonly Suffix[] {
  if (run.kind === 'scheduled') return [{ length: MINUTE_LENGTH, reason: 'the minute of each run' }];
  return run.kind === 'once' ? [{ length: HASH_LENGTH + 1, reason: 'the hash of the content' }] : [];
}

function indexSuffix(completions: number | undefined): readonly Suffix[] {
  return completions === undefined ? [] : [{ length: `-${completions - 1}`.length, reason: 'the index' }];
}
