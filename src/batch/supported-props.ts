import { ConfigError } from '../base/config-error';
import type { BatchJobProps } from './batch-job-props';
import type { OneNodeProps } from './job/plain-job-props';
import type { JobNameProps } from './job-props';
import type { JobSetProps } from './job-set/job-set-props';
import type { JobPodProps } from './pod/job-pod';
import type { RayJobProps } from './ray/ray-job-props';
import type { SparkJobProps } from './spark/spark-job-props';
import type { TrainJobProps } from './train-job/train-job-props';
import type { VolcanoJobProps } from './volcano/volcano-job-props';

type Supported<T> = Readonly<Record<keyof T, true>>;

const NAMES: Supported<JobNameProps & { run: unknown; engine: unknown }> = {
  name: true,
  app: true,
  version: true,
  run: true,
  engine: true,
};

const POD: Supported<JobPodProps> = {
  image: true,
  command: true,
  args: true,
  workingDir: true,
  terminationGracePeriod: true,
  scratch: true,
  sharedMemory: true,
  cpu: true,
  cpuLimit: true,
  memory: true,
  ephemeralStorage: true,
  extendedResources: true,
  env: true,
  mounts: true,
  accelerator: true,
  security: true,
  serviceAccount: true,
  mountServiceAccountToken: true,
  imagePullSecrets: true,
  initContainers: true,
  nodeSelector: true,
  tolerations: true,
  affinity: true,
  topologySpread: true,
  priorityClassName: true,
  runtimeClassName: true,
  schedulerName: true,
  podLabels: true,
  podAnnotations: true,
};

const ONE_NODE: Supported<OneNodeProps> = {
  ...NAMES,
  ...POD,
  queue: true,
  nodes: true,
  deadline: true,
  retries: true,
  finalExitCodes: true,
  parallel: true,
};

const JOB_SET: Supported<JobSetProps> = { ...NAMES, ...POD, queue: true, nodes: true, retries: true, deadline: true, finalExitCodes: true };

/** Without the fields of its runtime that Trainer does not let a TrainJob patch. */
const TRAIN_JOB: Supported<TrainJobProps> = {
  ...NAMES,
  ...without(POD, [
    'workingDir',
    'initContainers',
    'topologySpread',
    'priorityClassName',
    'runtimeClassName',
    'schedulerName',
    'mountServiceAccountToken',
  ]),
  queue: true,
  nodes: true,
  deadline: true,
};

const RAY: Supported<RayJobProps> = {
  ...NAMES,
  ...without(POD, ['command', 'args']),
  queue: true,
  nodes: true,
  retries: true,
  deadline: true,
};

const SPARK: Supported<SparkJobProps> = {
  ...NAMES,
  ...without(POD, [
    'command',
    'workingDir',
    'ephemeralStorage',
    'extendedResources',
    'topologySpread',
    'runtimeClassName',
    'mountServiceAccountToken',
  ]),
  queue: true,
  nodes: true,
  retries: true,
};

const VOLCANO: Supported<VolcanoJobProps> = {
  ...NAMES,
  ...without(POD, ['schedulerName']),
  nodes: true,
  retries: true,
  finalExitCodes: true,
};

/** What runs a job: an engine, or for one node none. */
export type EngineKind = 'none' | NonNullable<BatchJobProps['engine']>['kind'];

/** The props of each engine. The compiler keeps them equal to the types. */
export const SUPPORTED_PROPS: Readonly<Record<EngineKind, Readonly<Record<string, true>>>> = {
  none: ONE_NODE,
  jobSet: JOB_SET,
  trainJob: TRAIN_JOB,
  ray: RAY,
  spark: SPARK,
  volcano: VOLCANO,
};

/** The engine of a job. */
export function engineKind({ engine }: BatchJobProps): EngineKind {
  return engine === undefined ? 'none' : engine.kind;
}

/** Refuses props that the engine would ignore. The compiler refuses them too; this is for callers in JavaScript. */
export function refuseUnsupportedProps(where: string, kind: EngineKind, props: BatchJobProps): void {
  const supported = SUPPORTED_PROPS[kind];
  const [prop] = Object.entries(props).find(([key, value]) => value !== undefined && !Object.hasOwn(supported, key)) ?? [];
  if (prop === undefined) return;
  const engines = Object.entries(SUPPORTED_PROPS).flatMap(([other, known]) => (Object.hasOwn(known, prop) ? [other] : []));
  throw new ConfigError('BatchJob.engine', {
    where,
    what: `${kind === 'none' ? 'a plain Job' : `the engine ${kind}`} does not support \`${prop}\``,
    fix: engines.length === 0 ? 'remove it' : `remove it, or use another engine: ${engines.join(', ')}`,
  });
}

function without<T extends object, const K extends keyof T>(record: T, keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
}
