import { Size } from 'cdk8s';
import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { Cpu } from '../../base/cpu';
import type { PodIdentity } from '../../kube/labels';
import type { EnvVariables } from '../../kube/pod/environment-variables';
import { RAY_HEAD, RAY_WORKER } from '../../kube/ray-cluster';
import { type JobPodProps, jobPod } from '../pod/job-pod';
import type { RayOptions, RayPodResources } from './ray-engine';

/** The pods of a Ray job. */
export interface RayJobPods {
  readonly head: PodTemplateSpec;
  readonly workers: PodTemplateSpec;
  readonly submitter: PodTemplateSpec;
}

const SUBMITTER: RayPodResources = { cpu: Cpu.millis(500), memory: Size.gibibytes(1) };

/** The pods of a Ray job. The submitter is written although KubeRay has one of its own, which no restricted namespace lets in. */
export function rayJobPods(
  where: string,
  identity: PodIdentity,
  props: JobPodProps,
  { head, submitter = SUBMITTER }: RayOptions,
  annotations: Readonly<Record<string, string>>,
): RayJobPods {
  refuseVariables(where, props.env);
  // Devices and what belongs to them are for the nodes.
  const { accelerator: _, extendedResources: _more, sharedMemory: _shared, ephemeralStorage: _disk, cpuLimit: _limit, ...plain } = props;
  const { initContainers: _init, env: _env, mounts: _mounts, scratch: _scratch, workingDir: _dir, ...bare } = plain;
  return {
    head: jobPod(where, identity, { ...plain, ...head }, { container: RAY_HEAD, annotations }),
    workers: jobPod(where, identity, props, { container: RAY_WORKER, annotations }),
    submitter: jobPod(where, identity, { ...bare, ...submitter }, { container: 'ray-job-submitter', annotations }),
  };
}

/** Variables by which a cluster would be another one than its object says. */
const REFUSED = ['RAY_REDIS_ADDRESS', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'RAY_enable_autoscaler_v2'];

function refuseVariables(where: string, env: EnvVariables = {}): void {
  const refused = REFUSED.filter((name) => Object.hasOwn(env, name));
  if (refused.length === 0) return;
  const what = `KubeRay takes ${refused.join(', ')} for a setting of the cluster, which this one does not have`;
  throw new ConfigError('BatchJob.env', { where, what, fix: 'take it out of env' });
}
