import { cronGapSeconds } from '../../batch/run/cron';
import { numberAt, textAt, valueAt } from '../../schema/plain-access';
import type { Rule } from '../rule';

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
