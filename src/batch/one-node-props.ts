import type { JobSpecProps } from './job/job-spec';
import type { JobNameProps, JobQueueProps } from './many-nodes';
import type { JobPodProps } from './pod/job-pod';
import type { Run } from './run/run';

/** A job that Kubernetes itself runs: one pod, or numbered parts that know nothing of one another. */
export interface OneNodeProps extends JobNameProps, JobQueueProps, JobPodProps, JobSpecProps {
  /**
   * When the job runs. Required, because no default is safe: a Job that stands in Git can be run again, or never again, by a change that
   * nobody took for one.
   *
   * @see docs/jobs-under-gitops.md
   * @example Run.once() or Run.scheduled('0 2 * * *')
   */
  readonly run: Run;
  /** More nodes need an engine that makes them find one another: `engine: Engine.jobSet()` (`BatchJob.nodes`). @default 1 */
  readonly nodes?: 1;
  readonly engine?: undefined;
}
