import type { JobTemplateSpec } from '../../../imports/kubernetes';

/**
 * The fields of a JobSet that this library writes. Typed by hand: generated bindings would repeat the whole pod specification.
 *
 * @see https://jobset.sigs.k8s.io/docs/reference/jobset.v1alpha2/
 */
export interface JobSetSpec {
  readonly suspend?: boolean;
  readonly network: { readonly enableDNSHostnames: boolean; readonly publishNotReadyAddresses: boolean };
  readonly successPolicy: { readonly operator: 'All' | 'Any'; readonly targetReplicatedJobs?: readonly string[] };
  readonly failurePolicy: FailurePolicy;
  readonly replicatedJobs: readonly ReplicatedJob[];
}

export interface FailurePolicy {
  readonly maxRestarts: number;
  readonly restartStrategy: 'Recreate' | 'BlockingRecreate';
  readonly rules: readonly FailurePolicyRule[];
}

/** The first rule that fits decides; a failure that none fits starts all jobs again. */
export interface FailurePolicyRule {
  readonly name: string;
  readonly action: 'FailJobSet' | 'RestartJobSet' | 'RestartJobSetAndIgnoreMaxRestarts';
  readonly onJobFailureReasons?: readonly string[];
  /** Regular expressions, matched anywhere in the message of the failed Job. */
  readonly onJobFailureMessagePatterns?: readonly string[];
}

export interface ReplicatedJob {
  readonly name: string;
  readonly groupName: string;
  readonly replicas: number;
  readonly dependsOn?: readonly { readonly name: string; readonly status: 'Ready' | 'Complete' }[];
  readonly template: JobTemplateSpec;
}
