import type { Construct } from 'constructs';
import { warn } from '../kube/warning';
import type { BatchJobProps } from './batch-job-props';

/** Says what renders and works, and what people should know of it. */
export function warnOfJob(job: Construct, props: BatchJobProps): void {
  if (props.engine?.kind === 'spark' && props.queue !== undefined) {
    warn(job, 'BatchJob.queue', {
      what: 'Kueue looks at SparkApplications only where its owner has switched that on; elsewhere the job starts at once, against every quota',
      fix: 'have the framework sparkoperator.k8s.io/sparkapplication and the feature gate SparkApplicationIntegration switched on',
    });
  }
  warnOfSchedule(job, props);
}

function warnOfSchedule(job: Construct, { run, engine, deadline }: BatchJobProps): void {
  if (run.kind !== 'scheduled') return;
  if (engine?.kind === 'ray') {
    if (run.ttlAfterFinished === undefined) {
      const what = 'KubeRay keeps every finished run of a schedule: a RayCronJob has no limit for its history';
      warn(job, 'BatchJob.ttlAfterFinished', { what, fix: "add Run.scheduled('…', { ttlAfterFinished: Duration.days(7) })" });
    }
    return;
  }
  // With `Forbid`, a run that never ends keeps all later ones from starting.
  if (engine?.kind === 'spark' || deadline !== undefined || (run.concurrency ?? 'Forbid') !== 'Forbid') return;
  warn(job, 'BatchJob.deadline', {
    what: 'one hung run stops the schedule: a run is skipped while the one before goes on, and nothing ends that',
    fix: 'add deadline: Duration.hours(6), the longest that a good run takes',
  });
}
