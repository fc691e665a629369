import type { Duration } from 'cdk8s';
import type { JobNameProps, JobQueueProps, ManyNodesProps } from '../many-nodes';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce, RunOnEveryChange } from '../run/run';
import type { TrainJobEngine } from './train-job-engine';

/** What of a pod a TrainJob cannot carry: it patches the pods of its runtime, and Trainer patches no more than this leaves. */
type NotPatched =
  | 'workingDir'
  | 'initContainers'
  | 'topologySpread'
  | 'priorityClassName'
  | 'runtimeClassName'
  | 'schedulerName'
  | 'mountServiceAccountToken';

/** A job that Kubeflow Trainer runs on several nodes. Retries and final exit codes are the runtime's. */
export interface TrainJobProps extends JobNameProps, JobQueueProps, ManyNodesProps, Omit<JobPodProps, NotPatched> {
  readonly engine: TrainJobEngine;
  /**
   * When the job runs. There is no schedule: no object of Kubernetes makes TrainJobs by the clock.
   *
   * @example Run.once() or Run.scheduled('0 2 * * *')
   */
  readonly run: RunOnce | RunOnEveryChange | RunHook;
  /**
   * Time that the job may take, all tries together, in whole seconds.
   *
   * Refused below one second, and when the nodes have devices and there is none (`BatchJob.deadline`).
   *
   * @default - no limit
   */
  readonly deadline?: Duration;
}
