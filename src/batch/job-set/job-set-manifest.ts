import type { JobTemplateSpec, PodFailurePolicy } from '../../../imports/kubernetes';
import { podTemplate } from '../../kube/pod/resolve-pod';
import { deadlineField, jobLabels, type PodSet, type RenderedJob } from '../job-basics';
import { MAIN_CONTAINER } from '../pod/job-pod';
import type { OneShotRun } from '../run/resolve-run';
import { hookAnnotations, suspendField } from '../run/run-object';
import type { FailurePolicy, FailurePolicyRule, JobSetGroup, JobSetSpec, ReplicatedJob } from './job-set-spec';
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

type Failures = Pick<ResolvedJobSet, 'retries' | 'finalExitCodes' | 'deadlineSeconds'>;

/**
 * What the failure of one node means for all of them.
 *
 * 1. A final exit code fails the job.
 * 2. A node that is taken away restarts all nodes, and does not count.
 * 3. Everything else restarts all nodes too, up to `retries` times.
 *
 * The child Job fails for the same reason in the first two cases; only its message tells them apart.
 *
 * @see https://jobset.sigs.k8s.io/docs/tasks/failure_policy/
 */
function failurePolicy({ retries, finalExitCodes, deadlineSeconds }: Failures): FailurePolicy {
  const policy = ['PodFailurePolicy'];
  const rules: FailurePolicyRule[] = [
    {
      name: 'lostNode',
      action: 'RestartJobSetAndIgnoreMaxRestarts',
      onJobFailureReasons: policy,
      onJobFailureMessagePatterns: [LOST_NODE],
    },
  ];
  if (finalExitCodes.length > 0) {
    rules.push({
      name: 'finalExitCode',
      action: 'FailJobSet',
      onJobFailureReasons: policy,
      onJobFailureMessagePatterns: [FINAL_EXIT_CODE],
    });
  }
  // Without this rule, a job that hangs would hang once per retry.
  if (deadlineSeconds !== undefined) rules.push({ name: 'deadline', action: 'FailJobSet', onJobFailureReasons: ['DeadlineExceeded'] });
  return {
    maxRestarts: retries,
    // New processes must not meet old ones under the same host names.
    restartStrategy: 'BlockingRecreate',
    rules,
  };
}

/** Messages of the Job controller since Kubernetes 1.31. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/job/pod_failure_policy.go */
const LOST_NODE = ' has condition DisruptionTarget matching FailJob rule';
const FINAL_EXIT_CODE = ' failed with exit code [0-9]+ matching FailJob rule';

/** The policy of each child Job: the first failed pod ends it, with the reason in its message. */
function nodeFailurePolicy(containerName: string, { finalExitCodes }: Failures): PodFailurePolicy {
  const values = [...finalExitCodes];
  return {
    rules: [
      { action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ...(values.length === 0 ? [] : [{ action: 'FailJob', onExitCodes: { containerName, operator: 'In', values } }]),
    ],
  };
}
