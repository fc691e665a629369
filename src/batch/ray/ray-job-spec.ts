import type { PodTemplateSpec } from '../../../imports/kubernetes';
import type { RayClusterSpec } from '../../kube/ray-cluster';

/**
 * The fields of a RayJob that this library writes.
 *
 * @see https://docs.ray.io/en/latest/cluster/kubernetes/getting-started/rayjob-quick-start.html
 */
export interface RayJobSpec {
  readonly suspend?: boolean;
  readonly entrypoint: string;
  readonly entrypointNumCpus?: number;
  readonly entrypointNumGpus?: number;
  readonly runtimeEnvYAML?: string;
  readonly submissionMode: 'K8sJobMode';
  readonly submitterPodTemplate: PodTemplateSpec;
  readonly backoffLimit: number;
  readonly activeDeadlineSeconds?: number;
  readonly preRunningDeadlineSeconds?: number;
  readonly shutdownAfterJobFinishes?: boolean;
  readonly deletionStrategy?: { readonly deletionRules: readonly DeletionRule[] };
  readonly rayClusterSpec: RayClusterSpec;
}

/** What is deleted how long after a state was reached. */
export interface DeletionRule {
  readonly policy: 'DeleteCluster' | 'DeleteSelf';
  readonly condition: { readonly jobStatus?: 'SUCCEEDED' | 'FAILED'; readonly jobDeploymentStatus?: 'Failed'; readonly ttlSeconds: number };
}
