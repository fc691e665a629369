import type { Chart, Duration } from 'cdk8s';
import { checkedFactories } from '../base/validate-props';
import type { RunHistory } from '../batch/run/run';
import type { ArgoApplicationProps } from '../gitops/argo-cd/argo-application';
import type { FluxKustomizationProps } from '../gitops/flux/flux-kustomization';
import type { NamedRef } from '../kube/pod/environment-variables';

/** One FluxKustomization per stage, with `dependsOn`: a stage is applied when those before it are ready. */
export interface FluxStages
  extends Pick<
    FluxKustomizationProps,
    'source' | 'interval' | 'retryInterval' | 'serviceAccount' | 'kubeConfig' | 'decryption' | 'healthRules' | 'suspend'
  > {
  /** The chart of the Kustomizations. @example flux */
  readonly flux: Chart;
  readonly argo?: undefined;
}

/** One ArgoApplication for all stages, with sync waves: a wave is applied when the one before it is healthy. */
export interface ArgoStages extends Omit<ArgoApplicationProps, 'chart' | 'name' | 'dependsOn'> {
  /** The chart of the Application. @example argo */
  readonly argo: Chart;
  readonly flux?: undefined;
}

/** Your own deliveries, one for each of `pipeline.charts`; their order is derived from the charts. */
export interface OwnDeliveries {
  readonly flux?: undefined;
  readonly argo?: undefined;
}

/** @see Order.gitops */
export interface GitOpsOrder {
  readonly kind: 'gitops';
  readonly delivery: FluxStages | ArgoStages | OwnDeliveries;
}

/** The schedule of a pipeline in Argo Workflows. */
export interface ScheduleOptions {
  /** Five cron fields, or a macro such as `@daily` (`DataPipeline.schedule`). @example '0 3 * * *' */
  readonly schedule: string;
  /** IANA time zone of the schedule: `'Europe/Berlin'`. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** What happens when a run is due while the previous one is still running. @default 'Forbid' */
  readonly concurrency?: 'Forbid' | 'Replace' | 'Allow';
  /** How late a run can start: `Duration.minutes(10)`. Whole seconds. @default Duration.hours(1) */
  readonly startingDeadline?: Duration;
  /** Number of finished runs to keep: `{ failed: 5 }`. @default { succeeded: 3, failed: 1 } */
  readonly history?: RunHistory;
  /** Stops the schedule. Always written, so that a manual change is visible as drift. @default false */
  readonly suspend?: boolean;
}

/** Options of a run in Argo Workflows. */
interface RunOptions {
  /** Time after which a run and all its tasks are stopped: `Duration.hours(12)`. Whole seconds. @default - no limit */
  readonly deadline?: Duration;
  /** Maximum number of tasks at the same time: `4`. At least 1. @default - as many as the graph allows */
  readonly parallelism?: number;
  /** How long a finished run is kept, with its pods and logs: `Duration.days(1)`. Whole seconds. @default Duration.days(7) */
  readonly keepFinished?: Duration;
  /**
   * The ServiceAccount of tasks without one; it gets the role that the engine's executor needs: `'pipeline'`.
   *
   * @default - a new one: `<pipeline>-workflow`
   */
  readonly serviceAccount?: string | NamedRef;
}

/** With a schedule, a CronWorkflow; without, a WorkflowTemplate that people and other workflows start. */
export type WorkflowOptions = RunOptions & (ScheduleOptions | { readonly [Option in keyof ScheduleOptions]?: undefined });

/** @see Order.argoWorkflows */
export interface WorkflowOrder {
  readonly kind: 'argoWorkflows';
  readonly options: WorkflowOptions;
}

/** What starts stages in order. */
export type Order = GitOpsOrder | WorkflowOrder;

/** Ways to start stages in order. */
export const Order = checkedFactories('Order', {
  /**
   * The delivery tool: a stage is applied when those before it are ready. It orders changes in Git, not runs by schedule.
   *
   * `Order.gitops({ flux: chart, source })` makes one FluxKustomization per stage, `Order.gitops({ argo: chart, source, destination, project })`
   * one ArgoApplication with sync waves. Without either, deliver `pipeline.charts` yourself.
   */
  gitops(delivery: FluxStages | ArgoStages | OwnDeliveries = {}): GitOpsOrder {
    return { kind: 'gitops', delivery };
  },
  /**
   * Argo Workflows, which must run in the cluster: one WorkflowTemplate, or with a `schedule` one CronWorkflow, whose tasks run in order on
   * every run. Stages that never end do not compile.
   */
  argoWorkflows(options: WorkflowOptions = {}): WorkflowOrder {
    return { kind: 'argoWorkflows', options };
  },
});
