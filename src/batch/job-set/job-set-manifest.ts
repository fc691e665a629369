import type { JobTemplateSpec, PodTemplateSpec } from '../../../imports/kubernetes';
import { jobSetPodSuffix } from '../../base/derived-names';
import { wholeSeconds } from '../../base/units';
import type { CustomObject } from '../../kube/kube-object';
import { type LabelContext, workloadLabels } from '../../kube/labels';
import { MOST_NODES, wholeNumber } from '../../kube/whole-number';
import { MAIN_CONTAINER } from '../pod/job-pod';
import { queueLabels } from '../queue/queue';
import { jobIdentity, type PodSet, type RenderedJob } from '../rendered-job';
import { oneShotMetadata, suspendField } from '../run/one-shot';
import { checkServiceName, hashSuffix } from '../run/run-name';
import { failurePolicy, nodeFailurePolicy } from './job-set-failures';
import type { JobSetGroup } from './job-set-group';
import { jobSetGroups } from './job-set-groups';
import type { JobSetProps } from './job-set-props';
import type { JobSetSpec, ReplicatedJob } from './job-set-spec';

/** The JobSet for a job called `name`. Pure: the same props give the same manifest. */
export function jobSetManifest(where: string, name: string, props: JobSetProps, context: LabelContext): RenderedJob {
  const { run, nodes } = props;
  wholeNumber('BatchJob.nodes', where, nodes, { title: 'nodes', min: 1, max: MOST_NODES });
  const identity = jobIdentity(name, props, context);
  const groups = jobSetGroups(where, identity, props);
  for (const group of groups) checkPodName(where, name, props, group);
  const labels = { ...workloadLabels(identity), ...queueLabels(where, props.queue) };
  const spec: JobSetSpec = {
    network: { enableDNSHostnames: true, publishNotReadyAddresses: true },
    successPolicy: successPolicy(groups),
    failurePolicy: failurePolicy(where, props),
    replicatedJobs: groups.map((group) => replicatedJob(where, props, group)),
  };
  const metadata = oneShotMetadata(where, name, run, labels, spec);
  const manifest: CustomObject = {
    apiVersion: 'jobset.x-k8s.io/v1alpha2',
    kind: 'JobSet',
    metadata,
    spec: { ...suspendField(run), ...spec },
  };
  return { manifest, pods: groups.map(({ template, nodes: count }): PodSet => ({ template, count })) };
}

/** The webhook of JobSet refuses a name whose longest pod name is none. */
function checkPodName(where: string, name: string, { run }: JobSetProps, group: JobSetGroup): void {
  const { length } = jobSetPodSuffix(group.name, 1, group.nodes);
  checkServiceName(where, name, { suffixes: [...hashSuffix(run), { length, reason: `the pods "${group.name}" of a JobSet` }] });
}

/** Groups that others wait upon serve them; the job is done when those others are. */
function successPolicy(groups: readonly JobSetGroup[]): JobSetSpec['successPolicy'] {
  const last = groups.filter((group) => group.after !== undefined).map((group) => group.name);
  return { operator: 'All', ...(last.length === 0 ? {} : { targetReplicatedJobs: last }) };
}

function replicatedJob(where: string, props: JobSetProps, group: JobSetGroup): ReplicatedJob {
  const { name, after } = group;
  return {
    name,
    // The default, written because Argo CD compares the list as a whole.
    groupName: 'default',
    replicas: 1,
    ...(after === undefined ? {} : { dependsOn: [{ name: after, status: 'Ready' }] }),
    template: jobTemplate(where, props, group.nodes, group.template),
  };
}

function jobTemplate(where: string, props: JobSetProps, nodes: number, template: PodTemplateSpec): JobTemplateSpec {
  const { deadline, finalExitCodes } = props;
  return {
    spec: {
      completionMode: 'Indexed',
      completions: nodes,
      parallelism: nodes,
      // A node that starts again alone would wait for peers that have gone on: the JobSet starts all of them.
      backoffLimit: 0,
      ...(deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('BatchJob.deadline', where, deadline, 1) }),
      podFailurePolicy: nodeFailurePolicy(where, MAIN_CONTAINER, finalExitCodes),
      template,
    },
  };
}
