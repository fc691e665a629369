import type { Duration } from 'cdk8s';
import type { JobSpec, PodTemplateSpec } from '../../../imports/kubernetes';
import { wholeSeconds } from '../../base/units';
import { wholeNumber } from '../../kube/whole-number';
import { RETRIES } from '../many-nodes';
import { MAIN_CONTAINER } from '../pod/job-pod';
import { podFailurePolicy } from './failure-policy';
import { type Parallel, parallelFields } from './indexed-job';

/** When the work is done, tried again, or given up. */
export interface JobSpecProps {
  /**
   * Wall time after which Kubernetes stops the job and its pods, all retries included.
   *
   * Rendered in whole seconds. Refused below one second, and when a job with an accelerator has none: a hung job would hold its devices
   * indefinitely (`BatchJob.deadline`).
   *
   * @default - no limit
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
   */
  readonly deadline?: Duration;
  /**
   * Failed pods that are replaced before the job fails (`backoffLimit`), over all indexes together. Pods lost with their node do not count.
   *
   * @default - 3; no common limit when `parallel.perIndex` gives each index its own
   */
  readonly retries?: number;
  /**
   * Exit codes of the main container that fail the job at once, 1 to 255: a broken configuration, bad data.
   *
   * Refused: 0, and what is no exit code (`BatchJob.finalExitCodes`).
   *
   * @default - none: every failure is tried again
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
   */
  readonly finalExitCodes?: readonly number[];
  /** Work in numbered parts. @default - one pod does all */
  readonly parallel?: Parallel;
}

/** The spec of a Job, without what its run decides. */
export function jobSpec(where: string, template: PodTemplateSpec, props: JobSpecProps): JobSpec {
  const final = { job: props.finalExitCodes, index: props.parallel?.perIndex?.finalExitCodes };
  return {
    ...parallelFields(where, props.parallel),
    ...retryLimit(where, props),
    ...(props.deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('BatchJob.deadline', where, props.deadline, 1) }),
    podFailurePolicy: podFailurePolicy(where, MAIN_CONTAINER, final),
    template,
  };
}

function retryLimit(where: string, props: JobSpecProps): Partial<JobSpec> {
  const retries = props.retries ?? (props.parallel?.perIndex === undefined ? RETRIES : undefined);
  return retries === undefined ? {} : { backoffLimit: wholeNumber('BatchJob.retries', where, retries, { title: 'retries', min: 0 }) };
}
