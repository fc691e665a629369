import type { Chart, Duration } from 'cdk8s';
import { checkedFactories } from '../base/validate-props';
import type { RunHistory } from '../batch/run/run';
import type { ArgoApplicationProps } from '../gitops/argo-cd/argo-application';
import type { FluxKustomizationProps } from '../gitops/flux/flux-kustomization';
import type { NamedRef } from '../kube/pod/environment-variables';

/** One FluxKustomization for each stage, with `dependsOn`: a stage is applied once those before it are ready. */
export interface FluxStages
  extends Pick<
    FluxKustomizationProps,
    'source' | 'interval' | 'retryInterval' | 'serviceAccount' | 'kubeConfig' | 'decryption' | 'healthRules' | 'suspend'
  > {
  /** The chart where the Kustomizations stand. */
  readonly flux: Chart;
  readonly argo?: undefined;
}

/** One ArgoApplication for all stages, with sync waves: a wave is applied once the one before it is healthy. */
export interface ArgoStages extends Omit<ArgoApplicationProps, 'chart' | 'name' | 'dependsOn'> {
  /** The chart where the Application stands. */
  readonly argo: Chart;
  readonly flux?: undefined;
}

/** Deliveries of your own, one for each of `pipeline.charts`: order follows from the charts. */
export interface OwnDeliveries {
  readonly flux?: undefined;
  readonly argo?: undefined;
}

/** @see Order.gitops */
export interface GitOpsOrder {
  readonly kind: 'gitops';
  readonly delivery: FluxStages | ArgoStages | OwnDeliveries;
}

/** When Argo Workflows runs a pipeline by itself. */
export interface ScheduleOptions {
  /** Five cron fields, or a macro such as `@daily`. */
  readonly schedule: string;
  /** Time zone of the schedule, by its IANA name. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** What happens when a run is due while the one before still goes on. @default 'Forbid' */
  readonly concurrency?: 'Forbid' | 'Replace' | 'Allow';
  /** How late a run may start, in whole seconds. @default Duration.hours(1) */
  readonly startingDeadline?: Duration;
  /** How many finished runs are kept. @default { succeeded: 3, failed: 1 } */
  readonly history?: RunHistory;
  /** Stops the schedule. Always written, so that a change by hand shows as drift. @default false */
  readonly suspend?: boolean;
}

/** How Argo Workflows runs a pipeline. */
interface RunOptions {
  /** Time after which a run is stopped, all of its tasks included, in whole seconds. @default - no limit */
  readonly deadline?: Duration;
  /** Tasks that run at the same time, at least 1. @default - as many as the graph allows */
  readonly parallelism?: number;
  /** How long a finished run is kept, in whole seconds, with its pods and their logs. @default Duration.days(7) */
  readonly keepFinished?: Duration;
  /**
   * The ServiceAccount of tasks that have none of their own; it gets the role that the engine's executor needs.
   *
   * @default - one of the pipeline's own: `<pipeline>-workflow`
   */
  readonly serviceAccount?: string | NamedRef;
}

/** With a schedule a CronWorkflow; without one a WorkflowTemplate, which people and other workflows start. */
export type WorkflowOptions = RunOptions & (ScheduleOptions | { readonly [Option in keyof ScheduleOptions]?: undefined });

/** @see Order.argoWorkflows */
export interface WorkflowOrder {
  readonly kind: 'argoWorkflows';
  readonly options: WorkflowOptions;
}

/** Who keeps the order among stages. */
export type Order = GitOpsOrder | WorkflowOrder;

export const Order = checkedFactories('Order', {
  /**
   * The delivery tool: a stage is applied once those before it are ready. It orders what Git changes, not what the clock starts.
   *
   * `Order.gitops({ flux: chart, source })` makes one FluxKustomization a stage, `Order.gitops({ argo: chart, source, destination, project })`
   * one ArgoApplication with sync waves. Without either, deliver `pipeline.charts` yourself.
   */
  gitops(delivery: FluxStages | ArgoStages | OwnDeliveries = {}): GitOpsOrder {
    return { kind: 'gitops', delivery };
  },
  /**
   * The engine Argo Workflows, which must be in the cluster: one WorkflowTemplate, or with a `schedule` one CronWorkflow, whose tasks run in order
   * on every run. Stages that never end do not compile.
   */
  argoWorkflows(options: WorkflowOptions = {}): WorkflowOrder {
    return { kind: 'argoWorkflows', options };
  },
});
