import type { CronJob, Job, JobSpec, JobTemplateSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import type { Named } from '../kube/environment-variables';
import { type WorkloadIdentity, workloadLabels } from '../kube/labels';
import { cronJobSpec } from './cron-job';
import { type JobPodProps, jobPod } from './job-pod';
import { type JobSpecProps, jobSpec } from './job-spec';
import { type Queue, queueLabels, topologyAnnotations } from './queue';
import type { HookPhase, Run } from './run';
import { runHash } from './run-content';
import { checkRunName } from './run-name';

/** What the manifest of a job is made of. */
export interface JobManifestProps extends JobPodProps, JobSpecProps {
  /** When the job runs. */
  readonly run: Run;
  readonly app?: string;
  readonly version?: string;
  readonly queue?: string | Named | Queue;
}

const HOOK_PHASES: readonly HookPhase[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];
const ARGO = 'argocd.argoproj.io';

/** The Job or CronJob for a job called `name`. Pure: the same props give the same manifest. */
export function jobManifest(where: string, name: string, props: JobManifestProps): Job | CronJob {
  const { run } = props;
  checkRunName(where, name, run, props.parallel?.completions);
  // Never the hash of a run: the same labels select the pods of every run, and a label in the template would be part of what is hashed.
  const identity: WorkloadIdentity = { app: props.app ?? name, instance: name, component: 'batch-job', version: props.version };
  const labels = workloadLabels(identity);
  const spec = jobSpec(where, jobPod(where, identity, props, topologyAnnotations(where, props.queue)), props);
  const job: JobTemplateSpec & { readonly spec: JobSpec } = {
    metadata: { labels: { ...labels, ...queueLabels(where, props.queue) } },
    spec,
  };
  if (run.kind === 'scheduled') {
    return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name, labels }, spec: cronJobSpec(where, run, job) };
  }
  return { apiVersion: 'batch/v1', kind: 'Job', ...oneShot(where, name, run, job) };
}

/** Metadata and spec of a Job that stands in Git. It never has a TTL: what is deleted there would be created, and run, again. */
function oneShot(where: string, name: string, run: Exclude<Run, { kind: 'scheduled' }>, job: JobTemplateSpec & { readonly spec: JobSpec }) {
  const labels = job.metadata?.labels;
  const suspend = run.kind === 'hook' || run.suspend === undefined ? {} : { suspend: run.suspend };
  switch (run.kind) {
    case 'once':
      return { metadata: { name: `${name}-${runHash(job)}`, labels }, spec: { ...suspend, ...job.spec } };
    case 'onEveryChange':
      return { metadata: { name, labels }, spec: { ...suspend, ...withContent(job) } };
    case 'hook':
      return { metadata: { name, labels, annotations: hookAnnotations(where, run.phase) }, spec: job.spec };
  }
}

/** Notes the content on the pod template, which is immutable: so every change leads to a new run, that of a deadline as well. */
function withContent(job: JobTemplateSpec & { readonly spec: JobSpec }): JobSpec {
  const { metadata, ...template } = job.spec.template;
  const annotations = { ...metadata?.annotations, 'batch.cdk8s-mlops/content': runHash(job) };
  return { ...job.spec, template: { ...template, metadata: { ...metadata, annotations } } };
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/ */
function hookAnnotations(where: string, phase: HookPhase): Record<string, string> {
  if (!HOOK_PHASES.includes(phase)) {
    const what = `hook phase ${JSON.stringify(phase)} is not known`;
    throw new ConfigError('BatchJob.hook', { where, what, fix: `use ${HOOK_PHASES.join(', ')}` });
  }
  return { [`${ARGO}/hook`]: phase, [`${ARGO}/hook-delete-policy`]: 'BeforeHookCreation' };
}
