import type { JobTemplateSpec } from '../../../imports/kubernetes';
import type { ResolvedPod } from '../../kube/pod/resolve-pod';

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

/** The first rule that matches applies. A failure that matches none restarts all jobs. */
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

/** Identical pods of a JobSet, which one replicated job creates. */
export interface JobSetGroup {
  readonly name: string;
  readonly nodes: number;
  readonly pod: ResolvedPod;
  /** The group that must be ready first. */
  readonly after?: string;
}
