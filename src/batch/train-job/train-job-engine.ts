import type { EnvVariables, NamedRef } from '../../kube/pod/environment-variables';

/** @see Engine.trainJob */
export interface TrainJobEngine extends TrainJobOptions {
  readonly kind: 'trainJob';
}

export interface TrainJobOptions {
  /**
   * The blueprint that the job fills in: the name of a ClusterTrainingRuntime, or an object with its kind for a TrainingRuntime of the
   * namespace: `{ kind: 'TrainingRuntime', name: 'ours' }`.
   *
   * Kubeflow Trainer ships `torch-distributed`, `deepspeed-distributed`, `jax-distributed`, `mlx-distributed` and `xgboost-distributed`.
   */
  readonly runtime: string | RuntimeReference;
  /** The replicated job of the runtime whose pods are the nodes; its container has to be called `node`. @default 'node' */
  readonly job?: string;
  /** Processes on each node. @default - the runtime's: one for each device */
  readonly processesPerNode?: number;
  /** Data that the runtime fetches before the nodes start. The runtime must have a job for it. @default - none */
  readonly dataset?: Initializer;
  /** A model that the runtime fetches before the nodes start. The runtime must have a job for it. @default - none */
  readonly model?: Initializer;
}

/** A training runtime. Its own construct fits, too. */
export interface RuntimeReference {
  readonly kind: string;
  readonly name: string;
}

/** What a runtime fetches. */
export interface Initializer {
  /** `hf://acme/corpus`, `s3://bucket/path`. At most 2048 characters (`BatchJob.uri`). */
  readonly uri: string;
  /** Variables of the container that fetches. @default - the runtime's */
  readonly env?: EnvVariables;
  /** A Secret whose keys become variables of that container. @default - none */
  readonly secret?: string | NamedRef;
}
