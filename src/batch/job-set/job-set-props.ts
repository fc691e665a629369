import type { Duration } from 'cdk8s';
import type { JobNameProps, JobQueueProps, ManyNodesProps, RestartProps } from '../many-nodes';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce, RunOnEveryChange } from '../run/run';
import type { JobSetEngine } from './job-set-engine';

/** A job that the JobSet controller runs on several nodes. */
export interface JobSetProps extends JobNameProps, JobQueueProps, ManyNodesProps, RestartProps, JobPodProps {
  readonly engine: JobSetEngine;
  /**
   * When the job runs. There is no schedule: no object of Kubernetes makes JobSets by the clock.
   *
   * @example Run.once() or Run.scheduled('0 2 * * *')
   */
  readonly run: RunOnce | RunOnEveryChange | RunHook;
  /**
   * Time that one try may take, in whole seconds; after it the job fails, without another try. The clock starts again with each try.
   *
   * Refused below one second, and when the nodes have devices and there is none (`BatchJob.deadline`).
   *
   * @default - no limit
   */
  readonly deadline?: Duration;
  /** Exit codes of the main container that fail the job at once, 1 to 255. @default - none: every failure starts all nodes again */
  readonly finalExitCodes?: readonly number[];
}
