import type { Duration } from 'cdk8s';
import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import type { PodIdentity } from '../../kube/labels';
import type { EnvVariables } from '../../kube/pod/environment-variables';
import type { Mount } from '../../kube/pod/mount';
import type { PodProps } from '../../kube/pod/pod-props';
import { podTemplate, resolvePod } from '../../kube/pod/resolve-pod';
import { type DefaultMountsProps, defaultMounts, ephemeralStorage, refuseMemoryMounts } from './default-mounts';

/** Name of the container that does the work; the failure policy looks at its exit code alone. */
export const MAIN_CONTAINER = 'main';

/**
 * What runs in the pods of a job.
 *
 * There is no `extraContainers`: a job's pod is complete when all its containers have ended, and one that serves indefinitely would keep
 * it from ever completing. A helper that must run beside the work is a native sidecar: an entry of `initContainers` with
 * `restartPolicy: 'Always'`, which Kubernetes stops when the work is done.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers
 */
export interface JobPodProps extends Omit<PodProps, 'extraContainers'>, DefaultMountsProps {
  /**
   * The container image, with a digest: `ghcr.io/acme/train:1.4@sha256:…`.
   *
   * Refused without a digest where the environment requires pins (`BatchJob.image`).
   *
   * @example 'ghcr.io/acme/train:1.4@sha256:<digest>'
   */
  readonly image: string;
  /** The program, in place of the image's entrypoint. @default - the image's */
  readonly command?: readonly string[];
  /** Its arguments, in place of the image's. @default - the image's */
  readonly args?: readonly string[];
  /** Where the program starts. @default - the image's working directory */
  readonly workingDir?: string;
  /**
   * Time between the signal to stop and the kill, in whole seconds: room to write a last checkpoint when the node is taken away.
   *
   * @default - 30 seconds, the default of Kubernetes
   */
  readonly terminationGracePeriod?: Duration;
}

/** What an engine decides about the pods of a job. */
export interface JobPodDesign {
  /** Name of the main container. @default MAIN_CONTAINER */
  readonly container?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Variables that the engine sets. Others for them are refused (`BatchJob.env`). */
  readonly env?: EnvVariables;
  /** Further mounts; a user's mount at the same path wins. */
  readonly mounts?: readonly Mount[];
}

/** The pod template of a job. Its pods never restart in place: the failure policy needs to see each end. */
export function jobPod(where: string, identity: PodIdentity, props: JobPodProps, own: JobPodDesign = {}): PodTemplateSpec {
  refuseExtraContainers(where, props);
  const { image, command, args, workingDir } = props;
  refuseReplacedVariables(where, props.env, own.env);
  const mounts = [...defaultMounts(where, props), ...(own.mounts ?? [])];
  const all = [...mounts, ...(props.mounts ?? [])];
  refuseMemoryMounts(where, props.memory, all);
  const fields = {
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ...(workingDir === undefined ? {} : { workingDir }),
  };
  const spec = { restartPolicy: 'Never', ...gracePeriod(where, props.terminationGracePeriod) };
  const { container = MAIN_CONTAINER, annotations = {}, env } = own;
  const design = { code: 'BatchJob', where, identity, container, image, fields, env, mounts, spec, annotations };
  return podTemplate(resolvePod(design, { ...props, ephemeralStorage: ephemeralStorage(where, props.ephemeralStorage, all) }));
}

function gracePeriod(where: string, period: Duration | undefined): { readonly terminationGracePeriodSeconds?: number } {
  if (period === undefined) return {};
  return { terminationGracePeriodSeconds: wholeSeconds('BatchJob.terminationGracePeriod', where, period, 1) };
}

function refuseExtraContainers(where: string, props: JobPodProps): void {
  if ((props as PodProps).extraContainers === undefined) return;
  throw new ConfigError('BatchJob.extraContainers', {
    where,
    what: 'a container beside the main one would keep the job from ever completing',
    fix: "make it a native sidecar: initContainers: [{ …, restartPolicy: 'Always' }]",
  });
}

/** A rank of the user's own would split the run in two. */
function refuseReplacedVariables(where: string, given: EnvVariables = {}, own: EnvVariables = {}): void {
  const replaced = Object.keys(own).filter((name) => Object.hasOwn(given, name));
  if (replaced.length === 0) return;
  const what = `the engine sets ${replaced.join(', ')}, by which the nodes find one another`;
  throw new ConfigError('BatchJob.env', { where, what, fix: 'take it out of env' });
}
