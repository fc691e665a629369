import type { Duration, Size } from 'cdk8s';
import type { CpuAmount } from '../../kube/pod/resources';
import type { JobNameProps, JobQueueProps, ManyNodesProps, RestartProps } from '../job-props';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce, RunScheduled } from '../run/run';

/** @see Engine.ray */
export interface RayEngine extends RayOptions {
  readonly kind: 'ray';
}

export interface RayOptions {
  /**
   * The shell command that is submitted to the cluster, one line: `'python train.py --epochs 3'`. It runs on the head (`BatchJob.entrypoint`).
   *
   * @example 'python train.py'
   */
  readonly entrypoint: string;
  /**
   * Resources of the head: `head: { cpu: Cpu.cores(4), memory: Size.gibibytes(16) }`. It runs no tasks and has no devices; the nodes have `cpu`,
   * `memory` and `accelerator` of the job.
   *
   * @example { cpu: Cpu.cores(4), memory: Size.gibibytes(16) }
   */
  readonly head: RayPodResources;
  /**
   * Resources of the pod that submits the entrypoint and follows its log.
   *
   * @default { cpu: Cpu.millis(500), memory: Size.gibibytes(1) }
   */
  readonly submitter?: RayPodResources;
  /** The version of Ray in the image, for example `'2.52.0'`. @default - KubeRay assumes a recent one */
  readonly version?: string;
  /**
   * What Ray prepares for the tasks: packages, variables, a working directory. `runtimeEnv: { pip: ['emoji==2.14.0'], env_vars: { SEED: '7' } }`
   *
   * Prefer building it into the image: what is fetched at run time is not pinned. Plain data only.
   *
   * @default - the image as it is
   * @see https://docs.ray.io/en/latest/ray-core/handling-dependencies.html
   */
  readonly runtimeEnv?: Readonly<Record<string, unknown>>;
  /** CPUs and devices that Ray reserves for the entrypoint itself, for example `{ cpus: 1 }` (`BatchJob.entrypointResources`). @default - none */
  readonly entrypointResources?: { readonly cpus?: number; readonly gpus?: number };
  /**
   * Time that the cluster may take until the entrypoint runs: `startDeadline: Duration.minutes(20)`. After it the job fails. Whole seconds
   * (`BatchJob.startDeadline`).
   *
   * @default - no limit
   */
  readonly startDeadline?: Duration;
}

/** Resources of a pod of the Ray cluster. */
export interface RayPodResources {
  /** Reserved CPU, for example `Cpu.cores(4)`. */
  readonly cpu: CpuAmount;
  /** Memory, request and limit, for example `Size.gibibytes(16)`. */
  readonly memory: Size;
}

/** A schedule as a RayCronJob keeps it: runs may overlap, a late run starts anyway, and the number of finished runs is not limited. */
export type RaySchedule = Omit<RunScheduled, 'concurrency' | 'startingDeadline' | 'history'> & {
  readonly concurrency?: undefined;
  readonly startingDeadline?: undefined;
  readonly history?: undefined;
};

/** A job that KubeRay runs on a Ray cluster created for it. `entrypoint` of the engine replaces `command` and `args`. */
export type RayJobProps = RayCommonProps &
  (
    | (JobQueueProps & {
        /** When the job runs: `Run.once()`. `Run.onEveryChange()` is refused (`BatchJob.run`): KubeRay ignores a change of a finished RayJob. */
        readonly run: RunOnce | RunHook;
      })
    // A RayCronJob passes no labels to its runs, so Kueue would not see them.
    | { readonly run: RaySchedule; readonly queue?: undefined }
  );

export interface RayCommonProps extends JobNameProps, ManyNodesProps, RestartProps, Omit<JobPodProps, 'command' | 'args'> {
  readonly engine: RayEngine;
  /**
   * Wall time of the job, all tries together: `deadline: Duration.hours(6)`.
   *
   * Whole seconds, at least one. Required for nodes with an accelerator (`BatchJob.deadline`).
   *
   * @example Duration.hours(12)
   * @default - no limit
   */
  readonly deadline?: Duration;
}
