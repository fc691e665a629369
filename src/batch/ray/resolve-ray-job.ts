import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { Cpu } from '../../base/cpu';
import { LONGEST_NAMES } from '../../base/derived-names';
import { wholeSeconds } from '../../base/units';
import type { EnvVariables } from '../../kube/pod/environment-variables';
import type { ResolvedPod } from '../../kube/pod/resolve-pod';
import { RAY_HEAD, RAY_WORKER } from '../../kube/ray-cluster';
import { yamlDocument } from '../../manifest/yaml-text';
import { type JobBasics, resolveNodes, resolveRetries } from '../job-basics';
import { type JobPodProps, resolveJobPod } from '../pod/job-pod';
import { checkServiceName, hashSuffix } from '../run/run-name';
import type { RayJobProps, RayOptions, RayPodResources } from './ray-job-props';

/** A job that KubeRay runs, resolved. */
export interface ResolvedRayJob extends JobBasics {
  readonly engine: 'ray';
  readonly nodes: number;
  readonly retries: number;
  readonly version?: string;
  readonly entrypoint: string;
  readonly entrypointResources: { readonly cpus?: number; readonly gpus?: number };
  /** The runtime environment as YAML text. */
  readonly runtimeEnv?: string;
  readonly startDeadlineSeconds?: number;
  readonly head: ResolvedPod;
  readonly workers: ResolvedPod;
  readonly submitter: ResolvedPod;
}

export function resolveRayJob(basics: JobBasics, props: RayJobProps): ResolvedRayJob {
  const { where, name, run } = basics;
  const { engine } = props;
  const kind = run.kind === 'scheduled' ? 'ray.io/RayCronJob' : 'ray.io/RayJob';
  checkServiceName(where, name, { max: LONGEST_NAMES[kind].max, suffixes: hashSuffix(run) });
  const { version, startDeadline, runtimeEnv, entrypointResources = {} } = engine;
  const startDeadlineSeconds = startDeadline === undefined ? undefined : wholeSeconds('BatchJob.startDeadline', where, startDeadline, 1);
  return {
    ...basics,
    engine: 'ray',
    nodes: resolveNodes(where, props.nodes),
    retries: resolveRetries(where, props.retries),
    entrypoint: oneLine(where, engine.entrypoint),
    entrypointResources: checkAmounts(where, entrypointResources),
    ...(version === undefined ? {} : { version }),
    ...(runtimeEnv === undefined ? {} : { runtimeEnv: yamlDocument(runtimeEnv) }),
    ...(startDeadlineSeconds === undefined ? {} : { startDeadlineSeconds }),
    ...podsOf(basics, props, engine),
  };
}

const defaultSubmitter = (): RayPodResources => ({ cpu: Cpu.millis(500), memory: Size.gibibytes(1) });

/** The submitter is written although KubeRay has a default one, which a restricted namespace would not admit. */
function podsOf(
  basics: JobBasics,
  props: JobPodProps,
  { head, submitter = defaultSubmitter() }: RayOptions,
): Pick<ResolvedRayJob, 'head' | 'workers' | 'submitter'> {
  refuseVariables(basics.where, props.env);
  // Devices, and the room that goes with them, are for the nodes.
  const { accelerator: _, extendedResources: _more, sharedMemory: _shared, ephemeralStorage: _disk, cpuLimit: _limit, ...plain } = props;
  const { initContainers: _init, env: _env, mounts: _mounts, scratch: _scratch, workingDir: _dir, ...bare } = plain;
  return {
    head: resolveJobPod(basics, { ...plain, ...head }, { container: RAY_HEAD }),
    workers: resolveJobPod(basics, props, { container: RAY_WORKER }),
    submitter: resolveJobPod(basics, { ...bare, ...submitter }, { container: 'ray-job-submitter' }),
  };
}

/** Variables by which KubeRay would set up a different cluster than its object describes. */
const REFUSED = ['RAY_REDIS_ADDRESS', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'RAY_enable_autoscaler_v2'];

function refuseVariables(where: string, env: EnvVariables = {}): void {
  const refused = REFUSED.filter((name) => Object.hasOwn(env, name));
  if (refused.length === 0) return;
  const what = `KubeRay reads ${refused.join(', ')} as a setting of the cluster, which this cluster does not have`;
  throw new ConfigError('BatchJob.env', { where, what, fix: 'remove it from env' });
}

/** KubeRay puts the entrypoint into one line of a shell script. */
function oneLine(where: string, entrypoint: string): string {
  if (entrypoint.trim() !== '' && !entrypoint.includes('\n')) return entrypoint;
  const what = `\`entrypoint\` must be one line of shell, got ${JSON.stringify(entrypoint)}`;
  throw new ConfigError('BatchJob.entrypoint', { where, what, fix: "use for example entrypoint: 'python train.py'" });
}

type Amounts = ResolvedRayJob['entrypointResources'];

function checkAmounts(where: string, amounts: Amounts): Amounts {
  for (const [title, value] of Object.entries(amounts)) {
    if (value === undefined || (Number.isFinite(value) && value > 0)) continue;
    const what = `\`entrypointResources.${title}\` must be above zero, got ${value}`;
    throw new ConfigError('BatchJob.entrypointResources', { where, what, fix: 'use a number above zero, or remove it' });
  }
  return amounts;
}
