import type { CronJob, Job, JobSpec, JobTemplateSpec } from '../../../imports/kubernetes';
import { type LabelContext, ownKey, workloadLabels } from '../../kube/labels';
import type { OneNodeProps } from '../one-node-props';
import { jobPod } from '../pod/job-pod';
import { queueLabels, topologyAnnotations } from '../queue/queue';
import { jobIdentity } from '../rendered-job';
import { type OneShotMetadata, type OneShotRun, oneShotMetadata, suspendField } from '../run/one-shot';
import { runHash } from '../run/run-content';
import { checkRunName } from '../run/run-name';
import { cronJobSpec } from './cron-job';
import { jobSpec } from './job-spec';

/** The Job or CronJob for a job called `name`. Pure: the same props give the same manifest. */
export function jobManifest(
  where: string,
  name: string,
  props: OneNodeProps,
  context: LabelContext,
): (Job | CronJob) & { readonly metadata: OneShotMetadata } {
  const { run } = props;
  checkRunName(where, name, run, props.parallel?.completions);
  const identity = jobIdentity(name, props, context);
  const labels = workloadLabels(identity);
  const spec = jobSpec(where, jobPod(where, identity, props, { annotations: topologyAnnotations(where, props.queue) }), props);
  const job: JobTemplateSpec & { readonly spec: JobSpec } = {
    metadata: { labels: { ...labels, ...queueLabels(where, props.queue) } },
    spec,
  };
  if (run.kind === 'scheduled') {
    return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name, labels }, spec: cronJobSpec(where, run, job) };
  }
  return { apiVersion: 'batch/v1', kind: 'Job', ...oneShot(where, name, run, job, context) };
}

/** Metadata and spec of a Job that stands in Git. It never has a TTL: what is deleted there would be created, and run, again. */
function oneShot(where: string, name: string, run: OneShotRun, job: JobTemplateSpec & { readonly spec: JobSpec }, context: LabelContext) {
  const metadata = oneShotMetadata(where, name, run, job.metadata?.labels ?? {}, job.spec);
  return { metadata, spec: { ...suspendField(run), ...(run.kind === 'onEveryChange' ? withContent(job, context) : job.spec) } };
}

/** Notes the content on the pod template, which is immutable: so every change leads to a new run, that of a deadline as well. */
function withContent(job: JobTemplateSpec & { readonly spec: JobSpec }, context: LabelContext): JobSpec {
  const { metadata, ...template } = job.spec.template;
  const annotations = { ...metadata?.annotations, [ownKey(context, 'batch', 'content')]: runHash(job) };
  return { ...job.spec, template: { ...template, metadata: { ...metadata, annotations } } };
}
