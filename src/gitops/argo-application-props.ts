import type { Chart } from 'cdk8s';
import type { NamedRef } from '../kube/pod/environment-variables';
import type { AppProject } from './app-project';
import type { ArgoApplication } from './argo-application';
import type { ArgoDestination } from './argo-destination';
import type { ArgoRetry } from './argo-retry';
import type { ArgoSource } from './argo-source';

/** What Argo CD does by itself when Git and cluster differ. */
export interface ArgoAutomation {
  /** Turns automation off without losing its settings. @default - true, set by Argo CD */
  readonly enabled?: boolean;
  /** Whether objects that leave Git leave the cluster. Kept objects stay all the same. @default true */
  readonly prune?: boolean;
  /** Whether changes made in the cluster are undone. @default true */
  readonly selfHeal?: boolean;
  /** Whether a sync may remove the last object: it guards against a directory that was lost by mistake. @default false */
  readonly allowEmpty?: boolean;
}

/**
 * Options of a whole Application.
 *
 * `Replace`, `Force` and `ServerSideApply` are not among them: they are set on the objects that need them.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export interface ArgoSyncOptions {
  /** Whether the API server checks the fields of the objects. @default - true, set by Argo CD */
  readonly validate?: boolean;
  /**
   * Applies only what differs, which spares the API server of large Applications.
   *
   * @default - false; true when the chart holds a job that runs on every change, which would else run in every sync
   */
  readonly applyOutOfSyncOnly?: boolean;
  /** Deletes after everything else is applied and healthy. @default false */
  readonly pruneLast?: boolean;
  /** How deletions go on to what an object owns. @default - 'foreground', set by Argo CD */
  readonly prunePropagationPolicy?: 'foreground' | 'background' | 'orphan';
  /** Fails when an object belongs to another Application. @default false */
  readonly failOnSharedResource?: boolean;
  /**
   * Leaves fields of `ignoreDifferences` alone while syncing too.
   *
   * @default - false; true when the chart holds a run whose spec belongs to its controllers
   */
  readonly respectIgnoreDifferences?: boolean;
  /** Takes kinds that the cluster does not know yet: their CRD comes with the same sync. @default false */
  readonly skipDryRunOnMissingResource?: boolean;
}

/** Differences between Git and cluster that do not count. At least one of the three lists (`ArgoApplication.ignoreDifferences`). */
export interface ArgoIgnoreDifference {
  readonly group?: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  /** `/spec/replicas` */
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
  /** Whatever these field managers own. */
  readonly managedFieldsManagers?: readonly string[];
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ */
export interface ArgoApplicationProps {
  /** The chart to apply. Path, sync waves, retries and annotations follow from what it holds. */
  readonly chart: Chart;
  /** Where Argo CD fetches the YAML from. */
  readonly source: ArgoSource;
  /** The cluster: `ArgoDestination.inCluster()`. */
  readonly destination: ArgoDestination;
  /** What the Application may do: an {@link AppProject}, or one that is made elsewhere. */
  readonly project: AppProject | NamedRef | string;
  /** The object's name. @default - the id */
  readonly name?: string;
  /**
   * Applications that must be healthy first. Those whose charts this chart needs are added by themselves.
   *
   * Written as sync waves, which order the Applications of one chart (see {@link ArgoHealthRules}).
   *
   * @default - none
   */
  readonly dependsOn?: readonly ArgoApplication[];
  /**
   * What becomes of the objects when the Application is deleted.
   *
   * `orphan` leaves them, `foreground` and `background` delete them: then one deleted Application takes a service down.
   *
   * @default 'orphan'
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
   */
  readonly deletion?: 'orphan' | 'foreground' | 'background';
  /** What Argo CD does by itself; `false` for nothing: people start each sync. @default - it syncs, prunes and heals */
  readonly automated?: ArgoAutomation | false;
  /** @default - enough retries for the slowest construct of the chart */
  readonly retry?: ArgoRetry;
  /** @default - those of Argo CD */
  readonly syncOptions?: ArgoSyncOptions;
  /**
   * Lets Argo CD create the namespace of the destination, with labels and annotations if any.
   *
   * Refused when a chart has a Namespace object of that name: both would fight over it (`ArgoApplication.createNamespace`).
   *
   * @default false
   */
  readonly createNamespace?:
    | boolean
    | { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  /** @default - every difference counts, but those of runs whose spec belongs to their controllers */
  readonly ignoreDifferences?: readonly ArgoIgnoreDifference[];
  /** Links and notes that Argo CD shows. @default - none */
  readonly info?: readonly { readonly name: string; readonly value: string }[];
  /** How many past syncs are remembered. A whole number of at least 0. @default - 10, set by Argo CD */
  readonly revisionHistoryLimit?: number;
}
