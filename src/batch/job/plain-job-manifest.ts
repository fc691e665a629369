import type { CronJobSpec, JobSpec, JobTemplateSpec } from '../../../imports/kubernetes';
import { ownKey, workloadLabels } from '../../kube/labels';
import { podTemplate } from '../../kube/pod/resolve-pod';
import { deadlineField, jobLabels, type RenderedJob } from '../job-basics';
import { MAIN_CONTAINER } from '../pod/job-pod';
import type { ResolvedSchedule } from '../run/resolve-run';
import { hookAnnotations, suspendField } from '../run/run-object';
import { podFailurePolicy } from './failure-policy';
import type { ResolvedPlainJob } from './resolve-plain-job';

/** The Job, or by schedule the CronJob. */
export function plainJobManifest(job: ResolvedPlainJob): RenderedJob {
  const { name, identity, run, parallel, retries } = job;
  const template = podTemplate(job.pod);
  const spec: JobSpec = {
    ...parallel,
    ...(retries === undefined ? {} : { backoffLimit: retries }),
    ...deadlineField(job),
    podFailurePolicy: podFailurePolicy(MAIN_CONTAINER, job.finalExitCodes),
    template,
  };
  const pods = [{ template, count: parallel.parallelism ?? 1 }];
  const labels = jobLabels(job);
  if (run.kind === 'scheduled') {
    const metadata = { name, labels: workloadLabels(identity) };
    return {
      manifest: { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: cronJobSpec(run, { metadata: { labels }, spec }) },
      pods,
    };
  }
  // Never a TTL: the delivery tool would create, and so run, again what is deleted in the cluster.
  const metadata = { name, labels, ...hookAnnotations(run) };
  return {
    manifest: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { ...suspendField(run), ...spec } },
    pods,
    noteContent: contentNote(ownKey(identity.context, 'batch', 'content')),
  };
}

/** Notes the content on the pod template, which is immutable, so that a change of any field leads to a new run: of a deadline, too. */
function contentNote(key: string): NonNullable<RenderedJob['noteContent']> {
  return (spec, hash) => {
    const job = spec as JobSpec;
    const { annotations = {}, ...metadata } = job.template.metadata ?? {};
    const { [key]: _, ...others } = annotations;
    const noted = hash === undefined ? others : { ...others, [key]: hash };
    const fields = Object.keys(noted).length === 0 ? metadata : { ...metadata, annotations: noted };
    return { ...job, template: { ...job.template, metadata: fields } };
  };
}

/**
 * The spec of a CronJob. It leaves no field to the API server's defaults, so that a manual change in the cluster shows as drift.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
function cronJobSpec(run: ResolvedSchedule, job: JobTemplateSpec & { readonly spec: JobSpec }): CronJobSpec {
  const { ttlSeconds, history } = run;
  return {
    schedule: run.schedule,
    timeZone: run.timeZone,
    suspend: run.suspend,
    concurrencyPolicy: run.concurrency,
    startingDeadlineSeconds: run.startingDeadlineSeconds,
    successfulJobsHistoryLimit: history.succeeded,
    failedJobsHistoryLimit: history.failed,
    jobTemplate: ttlSeconds === undefined ? job : { ...job, spec: { ...job.spec, ttlSecondsAfterFinished: ttlSeconds } },
  };
}
