import type { Duration } from 'cdk8s';
import type { JobNameProps, JobQueueProps, ManyNodesProps, RestartProps } from '../many-nodes';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce, RunScheduled } from '../run/run';
import type { RayEngine } from './ray-engine';

/** A schedule as a RayCronJob keeps it: runs may overlap, a late run starts all the same, and nothing counts the finished ones. */
export type RaySchedule = Omit<RunScheduled, 'concurrency' | 'startingDeadline' | 'history'> & {
  readonly concurrency?: undefined;
  readonly startingDeadline?: undefined;
  readonly history?: undefined;
};

/** A job that KubeRay runs on a Ray cluster of its own, which comes and goes with the job. `command` and `args` are the engine's `entrypoint`. */
export type RayJobProps = RayCommonProps &
  (
    | (JobQueueProps & {
        /**
         * When the job runs. Not on every change: KubeRay takes a change of a finished RayJob without a word, and runs nothing.
         *
         * @example Run.once() or Run.scheduled('0 2 * * *')
         */
        readonly run: RunOnce | RunHook;
      })
    // A RayCronJob hands no label to its runs, so Kueue would not see them.
    | { readonly run: RaySchedule; readonly queue?: undefined }
  );

export interface RayCommonProps extends JobNameProps, ManyNodesProps, RestartProps, Omit<JobPodProps, 'command' | 'args'> {
  readonly engine: RayEngine;
  /**
   * Time that the job may take, all tries together, in whole seconds.
   *
   * Refused below one second, and when the nodes have devices and there is none (`BatchJob.deadline`).
   *
   * @default - no limit
   */
  readonly deadline?: Duration;
}
