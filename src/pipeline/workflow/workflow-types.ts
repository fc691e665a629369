import type { Affinity, Container, PodSecurityContext, Toleration, Volume } from '../../../imports/kubernetes';

/**
 * The fields of Argo Workflows that this library writes.
 *
 * By hand: the generated binding of the whole schema has tens of thousands of lines, most of them pod fields that Kubernetes' own types have.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/fields/
 */
export interface WorkflowSpec {
  readonly entrypoint: string;
  readonly serviceAccountName: string;
  readonly activeDeadlineSeconds?: number;
  readonly parallelism?: number;
  readonly ttlStrategy: { readonly secondsAfterCompletion: number };
  readonly templates: readonly (DagTemplate | TaskTemplate)[];
}

/** The order of the tasks. */
export interface DagTemplate {
  readonly name: string;
  readonly dag: { readonly tasks: readonly DagTask[] };
}

export interface DagTask {
  readonly name: string;
  readonly template: string;
  /** Tasks that must have succeeded. */
  readonly dependencies?: readonly string[];
}

/** The pod of one task. */
export interface TaskTemplate {
  readonly name: string;
  readonly metadata: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly container: Omit<Container, 'name'>;
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly affinity?: Affinity;
  readonly priorityClassName?: string;
  readonly schedulerName?: string;
  readonly serviceAccountName?: string;
  readonly securityContext?: PodSecurityContext;
  readonly activeDeadlineSeconds?: number;
  readonly retryStrategy?: RetryStrategy;
  /** Pod fields that a template has no place for, as JSON. */
  readonly podSpecPatch?: string;
}

/** @see https://argo-workflows.readthedocs.io/en/latest/retries/ */
export interface RetryStrategy {
  readonly limit: number;
  readonly retryPolicy: 'Always' | 'OnFailure' | 'OnError' | 'OnTransientError';
  readonly backoff: { readonly duration: string; readonly factor: number; readonly maxDuration: string };
  /** Whether to try again. */
  readonly expression?: string;
}

/** @see https://argo-workflows.readthedocs.io/en/latest/cron-workflows/ */
export interface CronWorkflowSpec {
  readonly schedules: readonly string[];
  readonly timezone: string;
  readonly concurrencyPolicy: 'Forbid' | 'Replace' | 'Allow';
  readonly startingDeadlineSeconds: number;
  readonly successfulJobsHistoryLimit: number;
  readonly failedJobsHistoryLimit: number;
  readonly suspend: boolean;
  readonly workflowSpec: WorkflowSpec;
}
