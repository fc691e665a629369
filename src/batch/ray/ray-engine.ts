import type { Duration, Size } from 'cdk8s';
import type { CpuAmount } from '../../kube/pod/resources';

/** @see Engine.ray */
export interface RayEngine extends RayOptions {
  readonly kind: 'ray';
}

export interface RayOptions {
  /**
   * The shell command that is submitted to the cluster: `python train.py --epochs 3`. It runs on the head.
   *
   * @example 'python train.py'
   */
  readonly entrypoint: string;
  /**
   * What the head gets. It runs no tasks and has no devices; the nodes have the job's own `cpu`, `memory` and `accelerator`.
   *
   * @example { cpu: Cpu.cores(4), memory: Size.gibibytes(16) }
   */
  readonly head: RayPodResources;
  /** What the pod gets that submits the entrypoint and follows its log. @default { cpu: Cpu.millis(500), memory: Size.gibibytes(1) } */
  readonly submitter?: RayPodResources;
  /** The version of Ray in the image. @default - KubeRay takes a recent one for granted */
  readonly version?: string;
  /**
   * What Ray prepares for the tasks: packages, variables, a working directory.
   *
   * Better built into the image: what is fetched at run time is not pinned.
   *
   * @default - the image as it is
   * @see https://docs.ray.io/en/latest/ray-core/handling-dependencies.html
   */
  readonly runtimeEnv?: Readonly<Record<string, unknown>>;
  /** Processors and devices that Ray keeps for the entrypoint itself. @default - none */
  readonly entrypointResources?: { readonly cpus?: number; readonly gpus?: number };
  /** Time that the cluster may take until the entrypoint runs, in whole seconds; after it the job fails. @default - no limit */
  readonly startDeadline?: Duration;
}

/** Resources of a pod of the cluster's own. */
export interface RayPodResources {
  readonly cpu: CpuAmount;
  readonly memory: Size;
}
