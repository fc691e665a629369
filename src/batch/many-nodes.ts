import type { NamedRef } from '../kube/pod/environment-variables';
import type { Queue } from './queue/queue';

/** What a job is called. */
export interface JobNameProps {
  /**
   * The Kubernetes name; `Run.once()` puts a hash behind it.
   *
   * Refused when it is no DNS label or leaves no room for what comes behind it (`BatchJob.name`): 63 characters for a Job, less 9 for the
   * hash of `Run.once()`, or 11 for the minute of `Run.scheduled()`, and less the digits of the last index. With an engine it must start
   * with a letter, and the engine needs more room.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /** The application that the job is a part of, for the label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
  /** The release, for the label `app.kubernetes.io/version`. A change of it is a change of the spec. @default - none */
  readonly version?: string;
}

/** Who admits a job. */
export interface JobQueueProps {
  /**
   * The Kueue LocalQueue that admits the job, in the same namespace: its name, or `Queue.local('team-a', { priority: 'nightly' })`.
   *
   * Nothing is written to `suspend`: the queue sets it. A job without a queue bypasses the quota of all queues; one with a device is
   * refused in an app that has queues, and so is a queue that does not exist or does not cover what the job asks for (`BatchJob.queue`).
   *
   * @default - none: the job starts as soon as the cluster has room
   * @see https://kueue.sigs.k8s.io/docs/tasks/run/jobs/
   */
  readonly queue?: string | NamedRef | Queue;
}

/** A job on several machines. */
export interface ManyNodesProps {
  /** Machines that work on the job together, each with one pod. At least 1 (`BatchJob.nodes`). */
  readonly nodes: number;
}

/** Tries of a job whose nodes start and stop together. */
export interface RestartProps {
  /** Failures after which all nodes start again, before the job fails. @default 3 */
  readonly retries?: number;
}

/** The default of {@link RestartProps.retries}. */
export const RETRIES = 3;
