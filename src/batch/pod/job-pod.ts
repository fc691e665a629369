import { type Duration, Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { kibibytes, wholeSeconds } from '../../base/units';
import type { EnvVariables } from '../../kube/pod/environment-variables';
import type { Mount } from '../../kube/pod/mount';
import type { PodProps } from '../../kube/pod/pod-props';
import { resolveStorage, SHARED_MEMORY_DIRECTORY, type StorageDesign, TEMPORARY_DIRECTORY } from '../../kube/pod/pod-storage';
import { type ResolvedPod, resolvePod } from '../../kube/pod/resolve-pod';
import type { JobBasics } from '../job-basics';

/** Name of the container that does the work. The failure policy looks at its exit code only. */
export const MAIN_CONTAINER = 'main';

/**
 * What runs in the pods of a job.
 *
 * There is no `extraContainers`: a pod of a job completes when all its containers have exited, and a container that serves indefinitely would
 * keep it from completing. Make a helper a native sidecar, an entry of `initContainers` with `restartPolicy: 'Always'`: Kubernetes stops it
 * when the work is done.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers
 */
export interface JobPodProps extends Omit<PodProps, 'extraContainers'> {
  /**
   * The container image, with a digest: `ghcr.io/acme/train:1.4@sha256:…`.
   *
   * Refused without a digest where the environment requires pins (`BatchJob.image`).
   *
   * @example 'ghcr.io/acme/train:1.4@sha256:<digest>'
   */
  readonly image: string;
  /**
   * The program, for example `['python', 'train.py']`.
   *
   * @example ['python', 'train.py']
   * @default - the entrypoint of the image
   */
  readonly command?: readonly string[];
  /**
   * Arguments of the program, for example `['--epochs', '3']`.
   *
   * @example ['--epochs', '3']
   * @default - those of the image
   */
  readonly args?: readonly string[];
  /** Directory in which the program starts, for example `'/app'`. @default - the working directory of the image */
  readonly workingDir?: string;
  /**
   * Time between the stop signal and the kill, to write a last checkpoint: `terminationGracePeriod: Duration.minutes(5)`. Whole seconds
   * (`BatchJob.terminationGracePeriod`).
   *
   * @example Duration.minutes(5)
   * @default - 30 seconds, the default of Kubernetes
   */
  readonly terminationGracePeriod?: Duration;
  /**
   * Disk at /tmp, for example `Size.gibibytes(50)`: the root file system is read-only, and most programs write temporary files.
   *
   * Refused together with a mount of your own at /tmp (`BatchJob.mounts`).
   *
   * @example Size.gibibytes(50)
   * @default Size.gibibytes(1)
   */
  readonly scratch?: Size;
  /**
   * Memory at /dev/shm, counted inside the memory limit, for example `Size.gibibytes(16)`. Data loaders and NCCL exhaust the 64 MiB that container
   * runtimes give.
   *
   * Refused together with a mount of your own at /dev/shm (`BatchJob.mounts`), and when it leaves no memory (`BatchJob.memory`).
   *
   * @example Size.gibibytes(16)
   * @default - half of the memory for more than one device, else what the container runtime gives
   */
  readonly sharedMemory?: Size;
}

/** Where the pods of a job belong. */
export type JobSite = Pick<JobBasics, 'where' | 'identity' | 'queue' | 'account'>;

/** What an engine decides about the pods of a job. */
export interface JobPodDesign {
  /** Name of the main container. @default MAIN_CONTAINER */
  readonly container?: string;
  /** Variables that the engine sets. `env` must not set them too (`BatchJob.env`). */
  readonly env?: EnvVariables;
  /** Mounts that the engine adds. A mount of the user at the same path replaces them. */
  readonly mounts?: readonly Mount[];
}

/** Resolves the pods of a job. They never restart in place: the failure policy must see each exit. */
export function resolveJobPod({ where, identity, queue, account }: JobSite, props: JobPodProps, design: JobPodDesign = {}): ResolvedPod {
  const { image, command, args, workingDir, terminationGracePeriod } = props;
  const { container = MAIN_CONTAINER, env } = design;
  refuseReplacedVariables(where, props.env, env);
  const storage = resolveStorage(storageDesign(where, props), props);
  const fields = {
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ...(workingDir === undefined ? {} : { workingDir }),
  };
  return resolvePod(
    {
      code: 'BatchJob',
      where,
      identity,
      container,
      image,
      fields,
      env,
      mounts: [...storage.mounts, ...(design.mounts ?? [])],
      spec: { restartPolicy: 'Never', ...gracePeriod(where, terminationGracePeriod) },
      annotations: queue.podAnnotations,
    },
    { ...props, ephemeralStorage: storage.ephemeralStorage, serviceAccount: props.serviceAccount ?? account },
  );
}

/** Data loaders and NCCL exhaust the 64 MiB of shared memory that container runtimes give. */
function storageDesign(where: string, { scratch, sharedMemory, memory, accelerator }: JobPodProps): StorageDesign {
  const severalDevices = (accelerator?.count ?? 0) > 1;
  const half = severalDevices ? Size.kibibytes(Math.floor(kibibytes(memory) / 2)) : undefined;
  return {
    code: 'BatchJob',
    where,
    scratch: scratch ?? Size.gibibytes(1),
    sharedMemory: sharedMemory ?? half,
    // The processes need some memory, but no prop says how much.
    processMemory: Size.kibibytes(1),
    memoryProp: 'memory',
    taken: {
      ...(scratch === undefined ? {} : { [TEMPORARY_DIRECTORY]: 'scratch' }),
      ...(sharedMemory === undefined ? {} : { [SHARED_MEMORY_DIRECTORY]: 'sharedMemory' }),
    },
  };
}

function gracePeriod(where: string, period: Duration | undefined): { readonly terminationGracePeriodSeconds?: number } {
  if (period === undefined) return {};
  return { terminationGracePeriodSeconds: wholeSeconds('BatchJob.terminationGracePeriod', where, period, 1) };
}

/** A rank set by the user would split the run in two. */
function refuseReplacedVariables(where: string, given: EnvVariables = {}, own: EnvVariables = {}): void {
  const replaced = Object.keys(own).filter((name) => Object.hasOwn(given, name));
  if (replaced.length === 0) return;
  const what = `the engine sets ${replaced.join(', ')} so that the nodes find each other`;
  throw new ConfigError('BatchJob.env', { where, what, fix: 'remove it from env' });
}
