import type { Duration } from 'cdk8s';
import type { JobNameProps, JobQueueProps, ManyNodesProps, RestartProps } from '../job-props';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce, RunOnEveryChange } from '../run/run';
import type { Launch } from './launch';

/** @see Engine.jobSet */
export interface JobSetEngine extends JobSetOptions {
  readonly kind: 'jobSet';
}

export interface JobSetOptions {
  /** How the processes of the nodes find each other, for example `Launch.plain()`. @default Launch.torchrun() */
  readonly launch?: Launch;
}

/** A job that the JobSet controller runs on several nodes. */
export interface JobSetProps extends JobNameProps, JobQueueProps, ManyNodesProps, RestartProps, JobPodProps {
  /** What runs the nodes: `Engine.jobSet()` (`BatchJob.engine`). */
  readonly engine: JobSetEngine;
  /**
   * When the job runs. Required, because no default is safe: an unrelated change could run a Job in Git again, or keep it from ever running again.
   *
   * Engines differ (`BatchJob.run`): a JobSet, a TrainJob and a Volcano Job have no schedule; a RayJob and a Volcano Job cannot run on every change.
   *
   * @example Run.once() or Run.scheduled('0 2 * * *')
   */
  readonly run: RunOnce | RunOnEveryChange | RunHook;
  /**
   * Wall time after which the job is stopped, all retries included. A JobSet gives each try the full time, and does not retry after it.
   *
   * Whole seconds, at least one. Required with an accelerator, which a hung run would hold indefinitely (`BatchJob.deadline`). A SparkApplication
   * and a Volcano Job have no deadline.
   *
   * @example Duration.hours(12)
   * @default - no limit
   */
  readonly deadline?: Duration;
  /**
   * Exit codes of the main container that fail the job at once, for example for an invalid configuration. 1 to 255 (`BatchJob.finalExitCodes`).
   *
   * @example [2]
   * @default - none: every failure is retried
   */
  readonly finalExitCodes?: readonly number[];
}
