import { ConfigError } from '../../base/config-error';
import { cronSchedule } from '../../batch/run/cron';
import { textAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import type { EnforceableRule } from '../policy/rule-policy';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A part of a field, as anybody reads it. */
const PART = '^([*?]|([a-z]+|[0-9]+)(-([a-z]+|[0-9]+))?)(/[0-9]+)?$';

/** A schedule that the server takes and that does not do what it says. */
export const cronNever: EnforceableRule = {
  code: 'cron.schedule',
  severity: 'warning',
  title: 'a schedule that never runs, or that counts from the creation of the CronJob',
  reason: 'the job is silently never started (30 February), or moves with every re-creation (@every)',
  fix: 'write five fields that some day has',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax',
  kinds: ['batch/CronJob'],
  *check({ manifest }) {
    try {
      cronSchedule('cron.schedule', '', textAt(manifest, 'spec', 'schedule') ?? '');
    } catch (error) {
      if (!ConfigError.is(error)) throw error;
      yield { path: ['spec', 'schedule'], what: `is not what it seems: ${error.what}`, fix: error.fix };
    }
  },
  policy: {
    reads: ['spec'],
    // The same of what the API server lets in: five fields that it can read, or a macro.
    variables: {
      fields: String.raw`object.spec.schedule.lowerAscii().findAll(r'\S+')`,
      // What the API server reads, and nobody else: 1,,2 or +5.
      odd: `variables.fields.filter(field, field.split(',').exists(part, !part.matches('${PART}')))`,
      days: `variables.fields[2].split(',').map(part, part.matches('^[*?]') ? 1 : int(part.find('[0-9]+')))`,
      // From, to and step of each part.
      ranges: cel`
        variables.fields[3]${MONTHS.map((name, index) => `.replace('${name}', '${index + 1}')`).join('')}
          .split(',').map(part, [
            part.matches('^[*?]') ? 1 : int(part.find('[0-9]+')),
            part.contains('-') ? int(part.split('/')[0].find('[0-9]+$')) : part.matches('[*?/]') ? 12 : int(part),
            part.contains('/') ? int(part.find('[0-9]+$')) : 1])`,
      months: cel`
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter(month,
          variables.ranges.exists(range, month >= range[0] && month <= range[1] && (month - range[0]) % range[2] == 0))`,
      never: cel`
        variables.fields[4].split(',').exists(part, part.matches('^[*?](/0*1)?$'))
        && !variables.months.exists(month,
          variables.days.exists(day, day <= (month == 2 ? 29 : month in [4, 6, 9, 11] ? 30 : 31)))`,
    },
    findings: cel`
      object.spec.schedule.startsWith('@every') ? ['schedule ' + object.spec.schedule + ' counts from the creation of the CronJob']
        : object.spec.schedule.startsWith('@') ? []
        : variables.odd.size() > 0 ? variables.odd.map(field, 'schedule ' + variables.fields.join(' ') + ' has the field ' + field)
        : variables.never ? ['schedule ' + variables.fields.join(' ') + ' names a day that no month has']
        : []`,
  },
};
