import { ConfigError } from '../../base/config-error';
import { cronSchedule } from '../../batch/cron';
import { textAt } from '../../schema/plain-access';
import type { Rule } from '../rule';

/** A schedule that the server takes and that does not do what it says. */
export const cronNever: Rule = {
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
};
