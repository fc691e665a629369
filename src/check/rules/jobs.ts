import { ConfigError } from '../../base/config-error';
import { cronGapSeconds, cronSchedule } from '../../batch/run/cron';
import { numberAt, textAt, valueAt } from '../../schema/plain-access';
import { ARGO_APPLICATION, deliveriesIn } from '../delivery/deliveries';
import type { CheckedObject } from '../index/checked-object';
import { cel } from '../policy/cel';
import type { EnforceableRule, Rule } from '../rule';

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

/** The controller looks for jobs to start every ten seconds. */
const CONTROLLER_SECONDS = 10;

/** Times of a CronJob that do not go together. */
export const cronTimes: Rule = {
  code: 'cron.times',
  severity: 'warning',
  title: 'runs that may overlap though nobody says so, or that start too late to start at all',
  reason:
    'the default is to start a run beside one that still goes on, and runs that write to one place then meet; a run that is late by more than startingDeadlineSeconds is left out, and the controller looks every ten seconds',
  fix: 'say concurrencyPolicy: Forbid, or Allow where runs may meet',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
  kinds: ['batch/CronJob'],
  *check({ manifest }) {
    const starting = numberAt(manifest, 'spec', 'startingDeadlineSeconds');
    if (starting !== undefined && starting < CONTROLLER_SECONDS)
      yield {
        path: ['spec', 'startingDeadlineSeconds'],
        what: `is ${starting}, and the controller looks every ${CONTROLLER_SECONDS} seconds`,
        fix: `write more than ${CONTROLLER_SECONDS}, or leave it out`,
      };
    const deadline = numberAt(manifest, 'spec', 'jobTemplate', 'spec', 'activeDeadlineSeconds');
    const gap = cronGapSeconds(textAt(manifest, 'spec', 'schedule') ?? '');
    // Who writes Allow has thought of it.
    if (deadline === undefined || gap === undefined || deadline <= gap || valueAt(manifest, 'spec', 'concurrencyPolicy') !== undefined)
      return;
    const what = `is not there, a run may take ${deadline} s (activeDeadlineSeconds), and the next starts after ${gap} s`;
    yield { path: ['spec', 'concurrencyPolicy'], what };
  },
};

/** A job that runs indefinitely, one run after the other. */
export const jobReruns: Rule = {
  code: 'job.reruns',
  severity: 'warning',
  title: 'a Job that is deleted when it has finished, and that Flux or Argo CD applies',
  reason: 'the tool finds it missing and creates it again: it runs again and again',
  fix: 'leave ttlSecondsAfterFinished out; for Argo CD, a hook with hook-delete-policy does the same once a sync',
  source: 'https://github.com/argoproj/argo-cd/issues/8586',
  kinds: ['batch/Job'],
  *check(object, context) {
    const ttl = numberAt(object.manifest, 'spec', 'ttlSecondsAfterFinished');
    const delivery = ttl === undefined ? undefined : deliveriesIn(context).of(object);
    if (delivery === undefined || !createsAgain(delivery, object)) return;
    const tool = delivery.groupKind === ARGO_APPLICATION ? 'Application' : 'Kustomization';
    yield { path: ['spec', 'ttlSecondsAfterFinished'], what: `is ${ttl}, and ${tool} ${delivery.name} creates it again` };
  },
};

function createsAgain(delivery: CheckedObject, { manifest }: CheckedObject): boolean {
  const said = (key: string) => textAt(manifest, 'metadata', 'annotations', key);
  if (delivery.groupKind !== ARGO_APPLICATION)
    return said('kustomize.toolkit.fluxcd.io/reconcile') !== 'disabled' && valueAt(delivery.manifest, 'spec', 'suspend') !== true;
  return (
    said('argocd.argoproj.io/hook') === undefined && valueAt(delivery.manifest, 'spec', 'syncPolicy', 'automated', 'selfHeal') === true
  );
}
