import type { JobNameProps, ManyNodesProps, RestartProps } from '../many-nodes';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce } from '../run/run';
import type { VolcanoEngine } from './volcano-engine';

/**
 * A job that Volcano runs on several nodes.
 *
 * There is no deadline: Volcano's Job has none, so a job that hangs holds its nodes until somebody deletes it. Nor is there a Kueue queue.
 */
export interface VolcanoJobProps extends JobNameProps, ManyNodesProps, RestartProps, Omit<JobPodProps, 'schedulerName'> {
  readonly engine: VolcanoEngine;
  /**
   * When the job runs. Not by schedule, for which Volcano has no object here. Not on every change: its webhook refuses a change in words by
   * which Flux does not know to delete and create.
   *
   * @example Run.once() or Run.scheduled('0 2 * * *')
   */
  readonly run: (Omit<RunOnce, 'suspend'> & { readonly suspend?: undefined }) | RunHook;
  /** Exit codes of any container that fail the job at once, 1 to 255. @default - none: every failure starts all nodes again */
  readonly finalExitCodes?: readonly number[];
}
