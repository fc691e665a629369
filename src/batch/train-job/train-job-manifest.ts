import { podTemplate } from '../../kube/pod/resolve-pod';
import { deadlineField, jobLabels, type RenderedJob } from '../job-basics';
import type { OneShotRun } from '../run/resolve-run';
import { hookAnnotations, suspendField } from '../run/run-object';
import type { ResolvedTrainJob } from './resolve-train-job';
import type { TrainJobSpec } from './train-job-spec';

/** The TrainJob of a job. */
export function trainJobManifest(job: ResolvedTrainJob): RenderedJob {
  const { name, nodes, initializer, processesPerNode, pod } = job;
  const run = job.run as OneShotRun;
  const spec: TrainJobSpec = {
    ...suspendField(run),
    runtimeRef: job.runtimeRef,
    ...deadlineField(job),
    ...(Object.keys(initializer).length === 0 ? {} : { initializer }),
    trainer: { ...job.trainer, numNodes: nodes, ...(processesPerNode === undefined ? {} : { numProcPerNode: processesPerNode }) },
    runtimePatches: [job.patch],
  };
  const metadata = { name, labels: jobLabels(job), ...hookAnnotations(run) };
  return {
    manifest: { apiVersion: 'trainer.kubeflow.org/v1alpha1', kind: 'TrainJob', metadata, spec },
    pods: [{ template: podTemplate(pod), count: nodes }],
    noteContent,
  };
}

const CONTENT = 'BATCH_JOB_CONTENT';

/**
 * Notes the content in a field that the API server treats as immutable, which Flux recognizes as a reason to delete and create.
 *
 * Trainer's webhook guards the other fields, and Flux cannot tell its refusals from other errors.
 */
function noteContent(spec: object, hash: string | undefined): TrainJobSpec {
  const { trainer, ...others } = spec as TrainJobSpec;
  const { env = [], ...fields } = trainer;
  const given = env.filter((variable) => variable.name !== CONTENT);
  const noted = hash === undefined ? given : [...given, { name: CONTENT, value: hash }];
  return { ...others, trainer: { ...fields, ...(noted.length === 0 ? {} : { env: noted }) } };
}
