import type { Duration } from 'cdk8s';
import type { EnvVariables, NamedRef } from '../../kube/pod/environment-variables';
import type { JobNameProps, JobQueueProps, ManyNodesProps } from '../job-props';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce, RunOnEveryChange } from '../run/run';

/** @see Engine.trainJob */
export interface TrainJobEngine extends TrainJobOptions {
  readonly kind: 'trainJob';
}

export interface TrainJobOptions {
  /**
   * The runtime that the job uses: the name of a ClusterTrainingRuntime, for example `'torch-distributed'`, or a TrainingRuntime of the namespace:
   * `{ kind: 'TrainingRuntime', name: 'ours' }` (`BatchJob.runtime`).
   *
   * Kubeflow Trainer ships `torch-distributed`, `deepspeed-distributed`, `jax-distributed`, `mlx-distributed` and `xgboost-distributed`.
   *
   * @example 'torch-distributed'
   */
  readonly runtime: string | RuntimeReference;
  /** The replicated job of the runtime whose pods are the nodes; its container must be named `node` (`BatchJob.job`). @default 'node' */
  readonly job?: string;
  /** Processes per node, at least 1 (`BatchJob.processesPerNode`). @default - decided by the runtime: one per device */
  readonly processesPerNode?: number;
  /** Data that the runtime fetches before the nodes start: `{ uri: 'hf://acme/corpus' }`. The runtime must have a job for it. @default - none */
  readonly dataset?: Initializer;
  /** A model that the runtime fetches before the nodes start: `{ uri: 'hf://acme/base' }`. The runtime must have a job for it. @default - none */
  readonly model?: Initializer;
}

/** A training runtime. A construct of one fits, too. */
export interface RuntimeReference {
  /** `'ClusterTrainingRuntime'` or `'TrainingRuntime'`. */
  readonly kind: string;
  /** The name of the runtime. */
  readonly name: string;
}

/** What a runtime fetches. */
export interface Initializer {
  /** `'hf://acme/corpus'`, `'s3://bucket/path'`. At most 2048 characters (`BatchJob.uri`). */
  readonly uri: string;
  /** Variables of the container that fetches, for example `{ HF_HOME: '/data' }`. @default - those of the runtime */
  readonly env?: EnvVariables;
  /** A Secret whose keys become variables of that container, for example `'hugging-face'` (`BatchJob.secret`). @default - none */
  readonly secret?: string | NamedRef;
}

/** Props of a pod that a TrainJob does not support: Trainer does not let a job patch these fields of its runtime's pods. */
type NotPatched =
  | 'workingDir'
  | 'initContainers'
  | 'topologySpread'
  | 'priorityClassName'
  | 'runtimeClassName'
  | 'schedulerName'
  | 'mountServiceAccountToken';

/** A job that Kubeflow Trainer runs on several nodes. The runtime decides on retries and final exit codes. */
export interface TrainJobProps extends JobNameProps, JobQueueProps, ManyNodesProps, Omit<JobPodProps, NotPatched> {
  /** What runs the nodes: `Engine.jobSet()` (`BatchJob.engine`). */
  readonly engine: TrainJobEngine;
  /**
   * When the job runs: `Run.once()`. Schedules are refused (`BatchJob.run`): no Kubernetes object creates TrainJobs on a schedule.
   *
   * @example Run.once()
   */
  readonly run: RunOnce | RunOnEveryChange | RunHook;
  /**
   * Wall time of the job, all tries together: `deadline: Duration.hours(12)`.
   *
   * Whole seconds, at least one. Required for nodes with an accelerator (`BatchJob.deadline`).
   *
   * @example Duration.hours(12)
   * @default - no limit
   */
  readonly deadline?: Duration;
}
