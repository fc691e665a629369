import { jobSetPodSuffix } from '../../base/derived-names';
import { wholeSeconds } from '../../base/units';
import type { CustomObject } from '../../kube/kube-object';
import { type LabelContext, workloadLabels } from '../../kube/labels';
import { MOST_NODES, wholeNumber } from '../../kube/whole-number';
import { jobPod } from '../pod/job-pod';
import { queueLabels, topologyAnnotations } from '../queue/queue';
import { jobIdentity, type RenderedJob } from '../rendered-job';
import { oneShotMetadata, suspendField } from '../run/one-shot';
import { runHash } from '../run/run-content';
import { checkServiceName, hashSuffix } from '../run/run-name';
import { initializers } from './initializers';
import { refuseReserved } from './reserved-variables';
import { jobOf, runtimeReference } from './runtime-reference';
import { NODE_CONTAINER, takeApart } from './train-job-patch';
import type { TrainJobProps } from './train-job-props';
import type { TrainJobSpec } from './train-job-spec';

/** The TrainJob for a job called `name`. Pure: the same props give the same manifest. */
export function trainJobManifest(where: string, name: string, props: TrainJobProps, context: LabelContext): RenderedJob {
  const { run, nodes, engine } = props;
  wholeNumber('BatchJob.nodes', where, nodes, { title: 'nodes', min: 1, max: MOST_NODES });
  refuseReserved(where, props.env);
  checkPodNames(where, name, props);
  const identity = jobIdentity(name, props, context);
  const template = jobPod(where, identity, props, { container: NODE_CONTAINER, annotations: topologyAnnotations(where, props.queue) });
  const labels = { ...workloadLabels(identity), ...queueLabels(where, props.queue) };
  const { trainer, patch } = takeApart(where, jobOf(where, engine), context, template);
  const { deadline } = props;
  const spec: TrainJobSpec = {
    runtimeRef: runtimeReference(where, engine),
    ...(deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('BatchJob.deadline', where, deadline, 1) }),
    ...initializers(where, engine),
    trainer: { ...trainer, numNodes: nodes, ...processes(where, props) },
    runtimePatches: [patch],
  };
  const manifest: CustomObject = {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainJob',
    metadata: oneShotMetadata(where, name, run, labels, spec),
    spec: { ...suspendField(run), ...(run.kind === 'onEveryChange' ? withContent(spec) : spec) },
  };
  return { manifest, pods: [{ template, count: nodes }] };
}

function processes(where: string, { engine: { processesPerNode } }: TrainJobProps): { readonly numProcPerNode?: number } {
  if (processesPerNode === undefined) return {};
  const rule = { title: 'processesPerNode', min: 1 };
  return { numProcPerNode: wholeNumber('BatchJob.processesPerNode', where, processesPerNode, rule) };
}

/**
 * Notes the content where the API server calls a change immutable, by which Flux knows to delete and create.
 *
 * Other fields are guarded by Trainer's webhook, whose refusals Flux takes for errors of any kind.
 */
function withContent(spec: TrainJobSpec): TrainJobSpec {
  const env = [...(spec.trainer.env ?? []), { name: 'BATCH_JOB_CONTENT', value: runHash({ spec }) }];
  return { ...spec, trainer: { ...spec.trainer, env } };
}

/** Trainer makes a JobSet of the same name, which is refused when the longest name of its pods is none. */
function checkPodNames(where: string, name: string, { run, nodes, engine }: TrainJobProps): void {
  const pods = [
    jobSetPodSuffix(jobOf(where, engine), 1, nodes),
    ...(engine.dataset === undefined ? [] : [jobSetPodSuffix('dataset-initializer', 1, 1)]),
    ...(engine.model === undefined ? [] : [jobSetPodSuffix('model-initializer', 1, 1)]),
  ];
  const length = Math.max(...pods.map((pod) => pod.length));
  checkServiceName(where, name, { suffixes: [...hashSuffix(run), { length, reason: 'the pods of a TrainJob' }] });
}
