import type { NamedRef } from '../kube/pod/environment-variables';
import type { Queue } from './queue/queue';

/** Name and labels of a job. */
export interface JobNameProps {
  /**
   * The Kubernetes name, for example `'nightly-scoring'`; `Run.once()` appends a hash.
   *
   * A DNS label with room for what is appended (`BatchJob.name`): 63 characters for a Job, less 9 for the hash of `Run.once()`, or 11 for the
   * minute of `Run.scheduled()`, and less the digits of the last index. With an engine it must start with a letter, and the engine needs more
   * room.
   *
   * @example 'nightly-scoring'
   * @default - the id of the construct
   */
  readonly name?: string;
  /** The application that the job is part of, for the label `app.kubernetes.io/name`: `'recommender'`. @default - the name */
  readonly app?: string;
  /** The release, for the label `app.kubernetes.io/version`: `'1.4'`. It counts as a change of the spec. @default - none */
  readonly version?: string;
}

/** The queue of a job. */
export interface JobQueueProps {
  /**
   * The Kueue LocalQueue that admits the job, in the same namespace: its name, or `Queue.local('team-a', { priority: 'nightly' })`.
   *
   * `suspend` is not written: the queue sets it. A job without a queue bypasses the quota of all queues. Refused (`BatchJob.queue`): a job with a
   * device and without a queue in an app that has queues, a queue that does not exist, and one that does not cover what the job requests.
   *
   * @example Queue.local('team-a')
   * @default - none: the job starts as soon as the cluster has room
   * @see https://kueue.sigs.k8s.io/docs/tasks/run/jobs/
   */
  readonly queue?: string | NamedRef | Queue;
}

/** A job on several nodes. */
export interface ManyNodesProps {
  /**
   * Nodes that work on the job together, with one pod each, for example `4`. At least 1 (`BatchJob.nodes`).
   *
   * @example 4
   */
  readonly nodes: number;
}

/** Retries of a job whose nodes start and stop together. */
export interface RestartProps {
  /** Failures after which all nodes restart, before the job fails (`BatchJob.retries`). @default 3 */
  readonly retries?: number;
}
