import { Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { configErrorText } from '../../base/config-error';
import { validateProps } from '../../base/validate-props';
import { chartDirectory, repositoryPath } from '../../kube/chart-directory';
import { deliveryHintsOf } from '../../kube/delivery/delivery-hints';
import { longestTimeBudget } from '../../kube/delivery/time-budget';
import { customObject } from '../../kube/kube-object';
import type { NamedRef } from '../../kube/pod/environment-variables';
import { clusterOf, isNamespace } from '../order/chart-graph';
import { addDelivery, deliveredContents, planOf } from '../order/delivery-plan';
import { AppProject } from './app-project';
import { applicationSpec, FINALIZERS, refuseApplication, settledDifferences } from './argo-application-spec';
import { type ArgoRetry, type RetryNumbers, retryFindings, retryNumbers } from './argo-retry';
import { type ArgoDestination, type ArgoSource, refuseSource } from './argo-source';
import { projectFindings } from './project-findings';
import { waveFindings } from './sync-waves';

/** Makes Argo CD apply one chart. */
export class ArgoApplication extends Construct {
  readonly name: string;
  readonly namespace: string;
  /** The chart that it applies. */
  readonly chart: Chart;

  constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('ArgoApplication', where, props);
    refuseSource(where, props.source);
    refuseApplication(where, props);
    const retry = retryNumbers(where, props.retry);
    this.chart = props.chart;
    const finalizers = FINALIZERS[props.deletion ?? 'orphan'];
    const object = customObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: props.name ?? id,
        // The repo server then looks at this directory alone when a commit arrives, and not at the whole repository (argo-cd#17775).
        annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' },
        ...(finalizers.length === 0 ? {} : { finalizers }),
      },
      // The chart may get more objects after this.
      spec: Lazy.any({ produce: () => this.spec(props, retry) }),
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
    addDelivery({ construct: this, tool: 'Argo CD', chart: props.chart, dependsOn: props.dependsOn ?? [], waits: false });
    this.node.addValidation({ validate: () => findings(this, props, retry) });
  }

  private spec(props: ArgoApplicationProps, retry: RetryNumbers): unknown {
    const objects = deliveredContents(this)?.objects ?? [];
    return applicationSpec(props, {
      directory: chartDirectory(props.chart),
      repositoryPath: repositoryPath(this),
      retry,
      replaces: objects.some((object) => deliveryHintsOf(object).recreate),
      settled: settledDifferences(objects),
      budgetSeconds: longestTimeBudget(props.chart)?.budget.seconds ?? 0,
    });
  }
}

function findings(application: ArgoApplication, props: ArgoApplicationProps, retry: RetryNumbers): string[] {
  const where = application.node.path;
  const contents = deliveredContents(application);
  const longest = longestTimeBudget(props.chart);
  return [
    ...retryFindings(where, retry, longest && { path: longest.construct.node.path, budget: longest.budget }),
    ...(contents === undefined ? [] : waveFindings(where, contents)),
    ...createNamespaceFindings(application, props),
    ...(props.project instanceof AppProject ? projectFindings(application, props, props.project, contents?.objects ?? []) : []),
  ];
}

function createNamespaceFindings(application: ArgoApplication, props: ArgoApplicationProps): readonly string[] {
  const name = props.destination.namespace ?? props.chart.namespace;
  if ((props.createNamespace ?? false) === false) return [];
  for (const { chart, objects } of planOf(application).charts.values()) {
    if (clusterOf(chart) !== clusterOf(props.chart)) continue;
    const namespace = objects.find((object) => isNamespace(object) && object.name === name);
    if (namespace === undefined) continue;
    const what = `createNamespace and the Namespace ${namespace.node.path} would both own "${name}"`;
    const fix = 'remove createNamespace; labels and annotations belong on the Namespace';
    return [configErrorText('ArgoApplication.createNamespace', { where: application.node.path, what, fix })];
  }
  return [];
}

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
  /** The chart to apply. Path, sync waves, retries and annotations follow from what it holds. @example scoring */
  readonly chart: Chart;
  /**
   * Where Argo CD fetches the YAML from.
   *
   * @example { repoUrl: 'https://github.com/acme/gitops', targetRevision: 'main' }
   */
  readonly source: ArgoSource;
  /** The cluster: `ArgoDestination.inCluster()`. @example ArgoDestination.inCluster() */
  readonly destination: ArgoDestination;
  /**
   * What the Application may do: an {@link AppProject}, or one that is made elsewhere.
   *
   * @example new AppProject(argo, 'ml', { … })
   */
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
