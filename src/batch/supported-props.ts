import { ConfigError } from '../base/config-error';
import type { BatchJobProps } from './batch-job-props';
import type { JobSetProps } from './job-set/job-set-props';
import type { JobNameProps } from './many-nodes';
import type { OneNodeProps } from './one-node-props';
import type { JobPodProps } from './pod/job-pod';
import type { RayJobProps } from './ray/ray-job-props';
import type { SparkJobProps } from './spark/spark-job-props';
import type { TrainJobProps } from './train-job/train-job-props';
import type { VolcanoJobProps } from './volcano/volcano-job-props';

type Carried<T> = Readonly<Record<keyof T, true>>;

const NAMES: Carried<JobNameProps & { run: unknown; engine: unknown }> = { name: true, app: true, version: true, run: true, engine: true };

const POD: Carried<JobPodProps> = {
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

const ONE_NODE: Carried<OneNodeProps> = {
  ...NAMES,
  ...POD,
  queue: true,
  nodes: true,
  deadline: true,
  retries: true,
  finalExitCodes: true,
  parallel: true,
};

const JOB_SET: Carried<JobSetProps> = { ...NAMES, ...POD, queue: true, nodes: true, retries: true, deadline: true, finalExitCodes: true };

/** Less what Trainer does not let a TrainJob patch of its runtime. */
const TRAIN_JOB: Carried<TrainJobProps> = {
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

const RAY: Carried<RayJobProps> = {
  ...NAMES,
  ...without(POD, ['command', 'args']),
  queue: true,
  nodes: true,
  retries: true,
  deadline: true,
};

const SPARK: Carried<SparkJobProps> = {
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

const VOLCANO: Carried<VolcanoJobProps> = {
  ...NAMES,
  ...without(POD, ['schedulerName']),
  nodes: true,
  retries: true,
  finalExitCodes: true,
};

/** Who runs a job: an engine, or for one node none. */
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

/** The engine of a job; refuses one that is none. */
export function engineKind(where: string, props: BatchJobProps): EngineKind {
  const kind = props.engine === undefined ? 'none' : props.engine?.kind;
  if (kind !== undefined && Object.hasOwn(SUPPORTED_PROPS, kind)) return kind;
  // Only a caller without a compiler comes here, and may have given anything.
  const what = `engine is ${JSON.stringify(props.engine)}`;
  throw new ConfigError('BatchJob.engine', { where, what, fix: 'use Engine.jobSet() or another of its factories' });
}

/** What the compiler refuses, for callers without one: a prop that would be dropped in silence. */
export function refuseUnsupportedProps(where: string, props: BatchJobProps): void {
  const carried = SUPPORTED_PROPS[engineKind(where, props)];
  // The one prop with a message of its own, because many look for it.
  const lost = Object.entries(props).find(
    ([prop, value]) => value !== undefined && prop !== 'extraContainers' && !Object.hasOwn(carried, prop),
  );
  if (lost === undefined) return;
  const [prop] = lost;
  const engine = props.engine === undefined ? 'a Job' : `the engine ${props.engine.kind}`;
  const others = Object.entries(SUPPORTED_PROPS).flatMap(([kind, known]) => (Object.hasOwn(known, prop) ? [kind] : []));
  throw new ConfigError('BatchJob.engine', {
    where,
    what: `${engine} cannot carry the prop "${prop}"`,
    fix: others.length === 0 ? 'take it out: there is no such prop' : `take it out, or use another engine: ${others.join(', ')}`,
  });
}

function without<T extends object, const K extends keyof T>(record: T, keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
}
