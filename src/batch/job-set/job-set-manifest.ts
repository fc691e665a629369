import type { JobTemplateSpec } from '../../../imports/kubernetes';
import { podTemplate } from '../../kube/pod/resolve-pod';
import { deadlineField, jobLabels, type PodSet, type RenderedJob } from '../job-basics';
import { MAIN_CONTAINER } from '../pod/job-pod';
import type { OneShotRun } from '../run/resolve-run';
import { hookAnnotations, suspendField } from '../run/run-object';
import { failurePolicy, nodeFailurePolicy } from './job-set-failures';
import type { JobSetGroup, JobSetSpec, ReplicatedJob } from './job-set-spec';
import type { ResolvedJobSet } from './resolve-job-set';

/** The JobSet of a job. */
export function jobSetManifest(job: ResolvedJobSet): RenderedJob {
  const { name, groups } = job;
  const run = job.run as OneShotRun;
  const spec: JobSetSpec = {
    ...suspendField(run),
    network: { enableDNSHostnames: true, publishNotReadyAddresses: true },
    successPolicy: successPolicy(groups),
    failurePolicy: failurePolicy(job),
    replicatedJobs: groups.map((group) => replicatedJob(job, group)),
  };
  const metadata = { name, labels: jobLabels(job), ...hookAnnotations(run) };
  return {
    manifest: { apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', metadata, spec },
    pods: groups.map(({ pod, nodes }): PodSet => ({ template: podTemplate(pod), count: nodes })),
  };
}

/** Groups that others wait for only serve them: the job is done when those others are. */
function successPolicy(groups: readonly JobSetGroup[]): JobSetSpec['successPolicy'] {
  const last = groups.filter((group) => group.after !== undefined).map((group) => group.name);
  return { operator: 'All', ...(last.length === 0 ? {} : { targetReplicatedJobs: last }) };
}

function replicatedJob(job: ResolvedJobSet, group: JobSetGroup): ReplicatedJob {
  const { name, after } = group;
  return {
    name,
    // The default, written because Argo CD compares the whole list.
    groupName: 'default',
    replicas: 1,
    ...(after === undefined ? {} : { dependsOn: [{ name: after, status: 'Ready' }] }),
    template: jobTemplate(job, group),
  };
}

function jobTemplate(job: ResolvedJobSet, { nodes, pod }: JobSetGroup): JobTemplateSpec {
  return {
    spec: {
      completionMode: 'Indexed',
      completions: nodes,
      parallelism: nodes,
      // A node that restarts alone would wait for peers that have moved on. The JobSet restarts all of them.
      backoffLimit: 0,
      ...deadlineField(job),
      podFailurePolicy: nodeFailurePolicy(MAIN_CONTAINER, job),
      template: podTemplate(pod),
    },
  };
}
