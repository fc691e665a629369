import { ConfigError } from '../../base/config-error';
import { jobSetPodSuffix } from '../../base/derived-names';
import { checkName, DNS_1035_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { type EnvVariables, envList, nameOf } from '../../kube/pod/environment-variables';
import { podTemplate, type ResolvedPod } from '../../kube/pod/resolve-pod';
import { wholeNumber } from '../../kube/whole-number';
import { type JobBasics, resolveNodes } from '../job-basics';
import { resolveJobPod } from '../pod/job-pod';
import { checkServiceName, hashSuffix } from '../run/run-name';
import { type SplitPod, splitPod } from './train-job-patch';
import type { Initializer, TrainJobOptions, TrainJobProps } from './train-job-props';
import type { InitializerSpec, TrainJobSpec } from './train-job-spec';

/** A job that Kubeflow Trainer runs, resolved. */
export interface ResolvedTrainJob extends JobBasics, SplitPod {
  readonly engine: 'trainJob';
  readonly nodes: number;
  readonly runtimeRef: TrainJobSpec['runtimeRef'];
  readonly initializer: NonNullable<TrainJobSpec['initializer']>;
  readonly processesPerNode?: number;
  readonly pod: ResolvedPod;
}

/** The container that Trainer fills in. @see https://github.com/kubeflow/trainer/blob/v2.3.0/pkg/constants/constants.go */
const NODE_CONTAINER = 'node';

export function resolveTrainJob(basics: JobBasics, props: TrainJobProps): ResolvedTrainJob {
  const { where } = basics;
  const { engine } = props;
  const { job = 'node', processesPerNode, dataset, model } = engine;
  const nodes = resolveNodes(where, props.nodes);
  refuseReserved(where, props.env);
  const replicatedJob = checkName('BatchJob.job', where, job, DNS_1035_LABEL);
  checkPodNames(basics, nodes, replicatedJob, engine);
  const pod = resolveJobPod(basics, props, { container: NODE_CONTAINER });
  return {
    ...basics,
    engine: 'trainJob',
    nodes,
    runtimeRef: runtimeReference(where, engine),
    initializer: {
      ...(dataset === undefined ? {} : { dataset: resolveInitializer(where, dataset) }),
      ...(model === undefined ? {} : { model: resolveInitializer(where, model) }),
    },
    ...(processesPerNode === undefined
      ? {}
      : { processesPerNode: wholeNumber('BatchJob.processesPerNode', where, processesPerNode, { title: 'processesPerNode', min: 1 }) }),
    pod,
    ...splitPod(where, replicatedJob, basics.identity.context, podTemplate(pod)),
  };
}

/** Trainer creates a JobSet of the same name, which is refused when its longest pod name is too long. */
function checkPodNames({ where, name, run }: JobBasics, nodes: number, job: string, { dataset, model }: TrainJobOptions): void {
  const pods = [
    jobSetPodSuffix(job, 1, nodes),
    ...(dataset === undefined ? [] : [jobSetPodSuffix('dataset-initializer', 1, 1)]),
    ...(model === undefined ? [] : [jobSetPodSuffix('model-initializer', 1, 1)]),
  ];
  const length = Math.max(...pods.map((pod) => pod.length));
  checkServiceName(where, name, { suffixes: [...hashSuffix(run), { length, reason: 'the pods of a TrainJob' }] });
}

const RUNTIME_KINDS = ['ClusterTrainingRuntime', 'TrainingRuntime'];

/** The runtime of a TrainJob. No field is left to the defaults of the API server. */
function runtimeReference(where: string, { runtime }: TrainJobOptions): TrainJobSpec['runtimeRef'] {
  const { kind, name } = typeof runtime === 'string' ? { kind: 'ClusterTrainingRuntime', name: runtime } : runtime;
  if (!RUNTIME_KINDS.includes(kind)) {
    const what = `unknown kind of runtime ${JSON.stringify({ kind, name })}`;
    const fix = "use the name of a ClusterTrainingRuntime, 'torch-distributed', or { kind: 'TrainingRuntime', name: 'ours' }";
    throw new ConfigError('BatchJob.runtime', { where, what, fix });
  }
  return { apiGroup: 'trainer.kubeflow.org', kind, name: checkName('BatchJob.runtime', where, name, DNS_SUBDOMAIN) };
}

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/.+$/;
const LONGEST_URI = 2048;

/** What the runtime fetches before the nodes start. */
function resolveInitializer(where: string, { uri, env, secret }: Initializer): InitializerSpec {
  if (uri.length > LONGEST_URI || !URI.test(uri)) {
    const what = `\`uri\` must have a scheme and at most ${LONGEST_URI} characters, got ${JSON.stringify(uri)}`;
    throw new ConfigError('BatchJob.uri', { where, what, fix: "use for example 'hf://acme/corpus' or 's3://bucket/path'" });
  }
  const variables = envList('BatchJob.env', where, env);
  return {
    storageUri: uri,
    ...(variables.length === 0 ? {} : { env: variables }),
    ...(secret === undefined ? {} : { secretRef: { name: checkName('BatchJob.secret', where, nameOf(secret), DNS_SUBDOMAIN) } }),
  };
}

/**
 * Variables that one of the runtimes sets. Trainer refuses them for the runtimes that use them; for others they have no meaning.
 *
 * @see https://github.com/kubeflow/trainer/blob/v2.3.0/pkg/constants/constants.go
 */
const RESERVED: ReadonlySet<string> = new Set([
  'PET_NNODES',
  'PET_NPROC_PER_NODE',
  'PET_NODE_RANK',
  'PET_MASTER_ADDR',
  'PET_MASTER_PORT',
  'DMLC_TRACKER_URI',
  'DMLC_TRACKER_PORT',
  'DMLC_TASK_ID',
  'DMLC_NUM_WORKER',
  'OMPI_MCA_orte_default_hostfile',
  'OMPI_MCA_plm_rsh_args',
  'OMPI_MCA_orte_keep_fqdn_hostnames',
  'OMPI_MCA_orte_set_default_slots',
]);

function refuseReserved(where: string, env: EnvVariables = {}): void {
  const reserved = Object.keys(env).filter((name) => RESERVED.has(name));
  if (reserved.length === 0) return;
  const what = `the runtime sets ${reserved.join(', ')} so that the nodes find each other`;
  throw new ConfigError('BatchJob.env', { where, what, fix: 'remove it from env; processesPerNode is an option of the engine' });
}
