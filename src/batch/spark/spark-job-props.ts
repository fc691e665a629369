import type { NamedRef } from '../../kube/pod/environment-variables';
import type { JobNameProps, JobQueueProps, ManyNodesProps, RestartProps } from '../many-nodes';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce, RunOnEveryChange, RunScheduled } from '../run/run';
import type { SparkEngine } from './spark-engine';

/** A schedule as a ScheduledSparkApplication keeps it: a late run starts all the same. */
export type SparkSchedule = Omit<RunScheduled, 'startingDeadline'> & { readonly startingDeadline?: undefined };

/** What of a pod the Spark operator cannot set. */
type NotCarried =
  | 'command'
  | 'workingDir'
  | 'ephemeralStorage'
  | 'extendedResources'
  | 'topologySpread'
  | 'runtimeClassName'
  | 'mountServiceAccountToken'
  | 'serviceAccount';

/**
 * A job that the Spark operator runs: a driver, and an executor on each node.
 *
 * There is no deadline: SparkApplication has none, so an application that hangs holds its nodes until somebody deletes it.
 */
export interface SparkJobProps extends JobNameProps, JobQueueProps, ManyNodesProps, RestartProps, Omit<JobPodProps, NotCarried> {
  readonly engine: SparkEngine;
  /**
   * When the job runs. On every change, the operator itself runs it again; nothing has to be replaced.
   *
   * @example Run.once() or Run.scheduled('0 2 * * *')
   */
  readonly run: RunOnce | RunOnEveryChange | RunHook | SparkSchedule;
  /**
   * The ServiceAccount of driver and executors. Required: the driver makes the executors' pods, so it needs a role for that.
   *
   * @example 'spark'
   */
  readonly serviceAccount: string | NamedRef;
}
