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
  readonly engine: JobSetEngine;
  /**
   * When the job runs: `Run.once()`. Schedules are refused (`BatchJob.run`): no Kubernetes object creates JobSets on a schedule.
   *
   * @example Run.once()
   */
  readonly run: RunOnce | RunOnEveryChange | RunHook;
  /**
   * Wall time of one try: `deadline: Duration.hours(12)`. After it the job fails, without a retry. Each try has the full time again.
   *
   * Whole seconds, at least one. Required for nodes with an accelerator (`BatchJob.deadline`).
   *
   * @example Duration.hours(12)
   * @default - no limit
   * @example Duration.hours(12)
   */
  readonly deadline?: Duration;
  /**
   * Exit codes of the main container that fail the job at once, for example `[2]`. 1 to 255 (`BatchJob.finalExitCodes`).
   *
   * @example [2]
   * @default - none: every failure restarts all nodes
   */
  readonly finalExitCodes?: readonly number[];
}
