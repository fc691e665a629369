import { LONGEST_NAMES } from '../../base/derived-names';
import { wholeSeconds } from '../../base/units';
import type { CustomObject } from '../../kube/kube-object';
import { type LabelContext, workloadLabels } from '../../kube/labels';
import { rayClusterSpec } from '../../kube/ray-cluster';
import { MOST_NODES, wholeNumber } from '../../kube/whole-number';
import { RETRIES } from '../many-nodes';
import { queueLabels, topologyAnnotations } from '../queue/queue';
import { jobIdentity, type RenderedJob } from '../rendered-job';
import { oneShotMetadata, suspendField } from '../run/one-shot';
import { checkServiceName, hashSuffix } from '../run/run-name';
import { rayCronJobManifest } from './ray-cron-job';
import { entrypointFields, runtimeEnvField } from './ray-entrypoint';
import { rayJobPods } from './ray-job-pods';
import type { RayJobProps } from './ray-job-props';
import type { RayJobSpec } from './ray-job-spec';

/** The RayJob or RayCronJob for a job called `name`. Pure: the same props give the same manifest. */
export function rayJobManifest(where: string, name: string, props: RayJobProps, context: LabelContext): RenderedJob {
  const { run, nodes, engine } = props;
  wholeNumber('BatchJob.nodes', where, nodes, { title: 'nodes', min: 1, max: MOST_NODES });
  const identity = jobIdentity(name, props, context);
  const { head, workers, submitter } = rayJobPods(where, identity, props, engine, topologyAnnotations(where, props.queue));
  const spec: RayJobSpec = {
    ...entrypointFields(where, engine),
    ...runtimeEnvField(where, engine),
    submissionMode: 'K8sJobMode',
    submitterPodTemplate: submitter,
    backoffLimit: wholeNumber('BatchJob.retries', where, props.retries ?? RETRIES, { title: 'retries', min: 0 }),
    ...deadlines(where, props),
    rayClusterSpec: rayClusterSpec({ version: engine.version, head, workers, nodes }),
  };
  const pods = [head, submitter].map((template) => ({ template, count: 1 })).concat({ template: workers, count: nodes });
  const labels = { ...workloadLabels(identity), ...queueLabels(where, props.queue) };
  if (run.kind === 'scheduled') return { manifest: rayCronJobManifest(where, name, run, labels, spec), pods };
  checkServiceName(where, name, { max: LONGEST_NAMES['ray.io/RayJob'].max, suffixes: hashSuffix(run) });
  // The cluster goes with the run, and the RayJob stays: what is deleted in the cluster would be created, and run, again.
  const once: RayJobSpec = { ...spec, shutdownAfterJobFinishes: true };
  const manifest: CustomObject = {
    apiVersion: 'ray.io/v1',
    kind: 'RayJob',
    metadata: oneShotMetadata(where, name, run, labels, once),
    spec: { ...suspendField(run), ...once },
  };
  return { manifest, pods };
}

function deadlines(where: string, { deadline, engine: { startDeadline } }: RayJobProps): Partial<RayJobSpec> {
  return {
    ...(deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('BatchJob.deadline', where, deadline, 1) }),
    ...(startDeadline === undefined ? {} : { preRunningDeadlineSeconds: wholeSeconds('BatchJob.startDeadline', where, startDeadline, 1) }),
  };
}
