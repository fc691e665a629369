import type { Duration } from 'cdk8s';
import type { JobNameProps, JobQueueProps } from '../job-props';
import type { JobPodProps } from '../pod/job-pod';
import type { Run } from '../run/run';
import type { Parallel } from './indexed-job';

/** When the work is done, retried, or given up. */
export interface JobSpecProps {
  /**
   * Wall time after which Kubernetes stops the job and its pods, all retries included: `deadline: Duration.hours(12)`.
   *
   * Whole seconds, at least one. Required for a job with an accelerator, which a hung run would hold indefinitely (`BatchJob.deadline`).
   *
   * @example Duration.hours(12)
   * @default - no limit
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
   */
  readonly deadline?: Duration;
  /**
   * Failed pods that are replaced before the job fails (`backoffLimit`), counted over all indexes. Pods that lose their node do not count.
   *
   * @default - 3; no common limit when `parallel.perIndex` gives each index its own
   */
  readonly retries?: number;
  /**
   * Exit codes of the main container that fail the job at once, for example `[2]` for an invalid configuration. 1 to 255
   * (`BatchJob.finalExitCodes`).
   *
   * @example [2]
   * @default - none: every failure is retried
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
   */
  readonly finalExitCodes?: readonly number[];
  /**
   * Work in numbered parts, for example `parallel: { completions: 100, parallelism: 10 }`.
   *
   * @example { completions: 100, parallelism: 10 }
   * @default - one pod does all
   */
  readonly parallel?: Parallel;
}

/** A job that Kubernetes itself runs: one pod, or independent numbered parts. */
export interface OneNodeProps extends JobNameProps, JobQueueProps, JobPodProps, JobSpecProps {
  /**
   * When the job runs: `Run.once()` or `Run.scheduled('0 2 * * *')`.
   *
   * Required, because no default is safe: an unrelated change could run a Job in Git again, or keep it from ever running again.
   *
   * @example Run.scheduled('0 2 * * *')
   * @see docs/jobs-under-gitops.md
   */
  readonly run: Run;
  /**
   * A plain Job runs on one node. For more, add an engine that connects them: `engine: Engine.jobSet()` (`BatchJob.nodes`).
   *
   * @default 1
   */
  readonly nodes?: 1;
  readonly engine?: undefined;
}
