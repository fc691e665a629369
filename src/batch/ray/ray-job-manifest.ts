import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { podTemplate } from '../../kube/pod/resolve-pod';
import { type RayClusterSpec, rayClusterSpec } from '../../kube/ray-cluster';
import { deadlineField, jobLabels, type RenderedJob } from '../job-basics';
import type { ResolvedSchedule } from '../run/resolve-run';
import { hookAnnotations, suspendField } from '../run/run-object';
import type { ResolvedRayJob } from './resolve-ray-job';

/**
 * The fields of a RayJob that this library writes.
 *
 * @see https://docs.ray.io/en/latest/cluster/kubernetes/getting-started/rayjob-quick-start.html
 */
interface RayJobSpec {
  readonly suspend?: boolean;
  readonly entrypoint: string;
  readonly entrypointNumCpus?: number;
  readonly entrypointNumGpus?: number;
  readonly runtimeEnvYAML?: string;
  readonly submissionMode: 'K8sJobMode';
  readonly submitterPodTemplate: PodTemplateSpec;
  readonly backoffLimit: number;
  readonly activeDeadlineSeconds?: number;
  readonly preRunningDeadlineSeconds?: number;
  readonly shutdownAfterJobFinishes?: boolean;
  readonly deletionStrategy?: { readonly deletionRules: readonly DeletionRule[] };
  readonly rayClusterSpec: RayClusterSpec;
}

/** What is deleted how long after the job reaches a state. */
interface DeletionRule {
  readonly policy: 'DeleteCluster' | 'DeleteSelf';
  readonly condition: { readonly jobStatus?: 'SUCCEEDED' | 'FAILED'; readonly jobDeploymentStatus?: 'Failed'; readonly ttlSeconds: number };
}

/** The RayJob, or by schedule the RayCronJob. */
export function rayJobManifest(job: ResolvedRayJob): RenderedJob {
  const { name, run, nodes } = job;
  const [head, workers, submitter] = [podTemplate(job.head), podTemplate(job.workers), podTemplate(job.submitter)];
  const labels = jobLabels(job);
  const spec = rayJobSpec(job, { head, workers, submitter });
  const pods = [head, submitter].map((template) => ({ template, count: 1 })).concat({ template: workers, count: nodes });
  if (run.kind === 'scheduled') {
    // KubeRay 1.7 runs it where the feature gate RayCronJob is on.
    const metadata = { name, labels };
    return { manifest: { apiVersion: 'ray.io/v1', kind: 'RayCronJob', metadata, spec: rayCronJobSpec(run, spec) }, pods };
  }
  const metadata = { name, labels, ...hookAnnotations(run) };
  // The cluster is deleted after the run, and the RayJob stays: the delivery tool would create, and so run, again what is deleted.
  const once: RayJobSpec = { ...suspendField(run), ...spec, shutdownAfterJobFinishes: true };
  return { manifest: { apiVersion: 'ray.io/v1', kind: 'RayJob', metadata, spec: once }, pods };
}

type RayPods = Readonly<Record<'head' | 'workers' | 'submitter', PodTemplateSpec>>;

function rayJobSpec(job: ResolvedRayJob, { head, workers, submitter }: RayPods): RayJobSpec {
  const { nodes, version, entrypointResources, runtimeEnv, startDeadlineSeconds } = job;
  const { cpus, gpus } = entrypointResources;
  return {
    entrypoint: job.entrypoint,
    ...(cpus === undefined ? {} : { entrypointNumCpus: cpus }),
    ...(gpus === undefined ? {} : { entrypointNumGpus: gpus }),
    ...(runtimeEnv === undefined ? {} : { runtimeEnvYAML: runtimeEnv }),
    submissionMode: 'K8sJobMode',
    submitterPodTemplate: submitter,
    backoffLimit: job.retries,
    ...deadlineField(job),
    ...(startDeadlineSeconds === undefined ? {} : { preRunningDeadlineSeconds: startDeadlineSeconds }),
    rayClusterSpec: rayClusterSpec({ version, head, workers, nodes }),
  };
}

/** @see https://docs.ray.io/en/latest/cluster/kubernetes/getting-started/raycronjob-quick-start.html */
function rayCronJobSpec({ schedule, timeZone, suspend, ttlSeconds }: ResolvedSchedule, job: RayJobSpec): object {
  return { schedule, timeZone, suspend, jobTemplate: { ...job, ...cleanUp(ttlSeconds) } };
}

/** The cluster is deleted at once. Deleting the run later needs rules: a plain TTL of KubeRay keeps the RayJob. */
function cleanUp(ttlSeconds: number | undefined): Pick<RayJobSpec, 'shutdownAfterJobFinishes' | 'deletionStrategy'> {
  if (ttlSeconds === undefined) return { shutdownAfterJobFinishes: true };
  const ends: readonly Omit<DeletionRule['condition'], 'ttlSeconds'>[] = [
    { jobStatus: 'SUCCEEDED' },
    { jobStatus: 'FAILED' },
    // A run that never started has no job status.
    { jobDeploymentStatus: 'Failed' },
  ];
  const deletionRules = ends.flatMap((end): readonly DeletionRule[] => [
    { policy: 'DeleteCluster', condition: { ...end, ttlSeconds: 0 } },
    { policy: 'DeleteSelf', condition: { ...end, ttlSeconds } },
  ]);
  return { deletionStrategy: { deletionRules } };
}
