import { Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { errorFinding, type Finding } from '../../base/finding';
import { validateProps } from '../../base/validate-props';
import { chartDirectory, repositoryPath } from '../../kube/chart-directory';
import { addFindings } from '../../kube/construct-findings';
import { deliveryHintsOf } from '../../kube/delivery/delivery-hints';
import { longestTimeBudget } from '../../kube/delivery/time-budget';
import { customObject } from '../../kube/kube-object';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { clusterOf, isNamespace } from '../order/chart-graph';
import { addDelivery, deliveredContents, planOf } from '../order/delivery-plan';
import { AppProject } from './app-project';
import {
  type ArgoAutomation,
  type ArgoIgnoreDifference,
  type ArgoSyncOptions,
  applicationSpec,
  FINALIZERS,
  type ResolvedApplication,
  specDriftDifferences,
} from './argo-application-spec';
import { type ArgoRetry, resolveRetry, retryFindings } from './argo-retry';
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
    const application = resolveApplication(this.node.path, id, props);
    const { chart, finalizers } = application;
    this.chart = chart;
    const object = customObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: application.name,
        // For a new commit, the repo server then reads this directory only, not the whole repository (argo-cd#17775).
        annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' },
        ...(finalizers.length === 0 ? {} : { finalizers }),
      },
      // The chart may get more objects after this.
      spec: Lazy.any({ produce: () => this.spec(application) }),
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
    addDelivery({ construct: this, tool: 'Argo CD', chart, dependsOn: props.dependsOn ?? [], waits: false });
    const project = props.project instanceof AppProject ? props.project : undefined;
    addFindings(this, () => findings(this, application, project));
  }

  private spec(application: ResolvedApplication): unknown {
    const objects = deliveredContents(this)?.objects ?? [];
    return applicationSpec(application, {
      directory: chartDirectory(this.chart),
      repositoryPath: repositoryPath(this),
      recreates: objects.some((object) => deliveryHintsOf(object).recreate),
      specDrift: specDriftDifferences(objects),
      budgetSeconds: longestTimeBudget(this.chart)?.budget.seconds ?? 0,
    });
  }
}

function resolveApplication(where: string, id: string, props: ArgoApplicationProps): ResolvedApplication {
  validateProps('ArgoApplication', where, props);
  refuseSource(where, props.source);
  refuseBroken(where, props);
  const { chart, source, destination, automated = {}, createNamespace = false, deletion = 'orphan' } = props;
  return {
    name: props.name ?? id,
    chart,
    source,
    destination: { ...destination, namespace: destination.namespace ?? chart.namespace },
    project: nameOf(props.project),
    finalizers: FINALIZERS[deletion],
    automated: automated === false ? undefined : { prune: true, selfHeal: true, ...automated },
    retry: resolveRetry(where, props.retry),
    syncOptions: props.syncOptions ?? {},
    createNamespace: createNamespace !== false,
    namespaceMetadata: typeof createNamespace === 'object' ? createNamespace : undefined,
    ignoreDifferences: props.ignoreDifferences ?? [],
    info: props.info ?? [],
    revisionHistoryLimit: props.revisionHistoryLimit,
  };
}

function refuseBroken(where: string, props: ArgoApplicationProps): void {
  const refuse = (rule: string, what: string, fix: string): never => {
    throw new ConfigError(`ArgoApplication.${rule}`, { where, what, fix });
  };
  const { server, name, namespace = props.chart.namespace } = props.destination;
  if ((server === undefined) === (name === undefined)) {
    const fix = 'use ArgoDestination.server(…) or ArgoDestination.cluster(…)';
    refuse('destination', '`destination` must have exactly one of server and name', fix);
  }
  if (server !== undefined && !/^https?:\/\/\S+$/.test(server)) {
    refuse('destination', `invalid server ${JSON.stringify(server)}`, 'use a URL: https://…');
  }
  if ((props.createNamespace ?? false) !== false && namespace === undefined) {
    refuse('createNamespace', '`createNamespace` requires a namespace', 'give the destination a namespace');
  }
  for (const { kind, jsonPointers = [], jqPathExpressions = [], managedFieldsManagers = [] } of props.ignoreDifferences ?? []) {
    if (jsonPointers.length + jqPathExpressions.length + managedFieldsManagers.length > 0) continue;
    refuse('ignoreDifferences', `the entry for ${kind} has no fields`, 'add jsonPointers, jqPathExpressions or managedFieldsManagers');
  }
  const limit = props.revisionHistoryLimit;
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 0)) {
    refuse('revisionHistoryLimit', `\`revisionHistoryLimit\` must be a whole number of at least 0, got ${limit}`, 'use, for example, 10');
  }
}

function findings(application: ArgoApplication, resolved: ResolvedApplication, project: AppProject | undefined): readonly Finding[] {
  const where = application.node.path;
  const contents = deliveredContents(application);
  const longest = longestTimeBudget(resolved.chart);
  const { source, destination } = resolved;
  const used = { where, repoUrl: source.repoUrl, destination, namespace: application.namespace, objects: contents?.objects ?? [] };
  return [
    ...retryFindings(where, resolved.retry, longest && { path: longest.construct.node.path, budget: longest.budget }),
    ...(contents === undefined ? [] : waveFindings(where, contents)),
    ...createNamespaceFindings(application, resolved),
    ...(project === undefined ? [] : projectFindings(project, used)),
  ];
}

function createNamespaceFindings(
  application: ArgoApplication,
  { createNamespace, destination, chart }: ResolvedApplication,
): readonly Finding[] {
  if (!createNamespace) return [];
  for (const { chart: other, objects } of planOf(application).charts.values()) {
    if (clusterOf(other) !== clusterOf(chart)) continue;
    const namespace = objects.find((object) => isNamespace(object) && object.name === destination.namespace);
    if (namespace === undefined) continue;
    const what = `\`createNamespace\` and Namespace ${namespace.node.path} would both own "${destination.namespace}"`;
    const fix = 'remove `createNamespace`; set labels and annotations on the Namespace';
    return [errorFinding('ArgoApplication.createNamespace', { where: application.node.path, what, fix })];
  }
  return [];
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ */
export interface ArgoApplicationProps {
  /** The chart to apply. Path, sync waves, retries and annotations are derived from its content. @example scoring */
  readonly chart: Chart;
  /**
   * The source of the YAML (`ArgoApplication.source`).
   *
   * @example { repoUrl: 'https://github.com/acme/gitops', targetRevision: 'main' }
   */
  readonly source: ArgoSource;
  /** The cluster: `ArgoDestination.inCluster()`. @example ArgoDestination.inCluster() */
  readonly destination: ArgoDestination;
  /**
   * The project with the Application's permissions: an {@link AppProject}, or the name of one made elsewhere.
   *
   * @example new AppProject(argo, 'ml', { … })
   */
  readonly project: AppProject | NamedRef | string;
  /** The object's name: `'scoring'`. @default - the id */
  readonly name?: string;
  /**
   * Applications that must be healthy first: `[other]`. Those of charts that this chart needs are added automatically.
   *
   * Written as sync waves, which order the Applications of one chart (see {@link ArgoHealthRules}).
   *
   * @default - none
   */
  readonly dependsOn?: readonly ArgoApplication[];
  /**
   * What happens to the objects when the Application is deleted: `'orphan'` keeps them, `'foreground'` and `'background'` delete them, so
   * that one deleted Application takes a service down.
   *
   * @default 'orphan'
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
   */
  readonly deletion?: 'orphan' | 'foreground' | 'background';
  /** Automatic sync: `{ prune: false }`; `false` for manual sync. @default - it syncs, prunes and heals */
  readonly automated?: ArgoAutomation | false;
  /** Retries after a failed sync: `{ limit: 10 }` (`ArgoApplication.retry`). @default - enough for the slowest construct of the chart */
  readonly retry?: ArgoRetry;
  /** Sync options: `{ pruneLast: true }` (`ArgoApplication.syncOptions`). @default - those of Argo CD */
  readonly syncOptions?: ArgoSyncOptions;
  /**
   * Argo CD creates the namespace of the destination: `true`, or its labels and annotations.
   *
   * Refused if a chart has a Namespace of that name: both would own it (`ArgoApplication.createNamespace`).
   *
   * @default false
   */
  readonly createNamespace?:
    | boolean
    | { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  /**
   * Differences to ignore: `[{ kind: 'Deployment', group: 'apps', jsonPointers: ['/spec/replicas'] }]`.
   *
   * @default - none, except the specs of runs that controllers change
   */
  readonly ignoreDifferences?: readonly ArgoIgnoreDifference[];
  /** Notes and links in Argo CD: `[{ name: 'docs', value: 'https://…' }]`. @default - none */
  readonly info?: readonly { readonly name: string; readonly value: string }[];
  /** Number of past syncs to keep: `20`. A whole number of at least 0. @default - 10, set by Argo CD */
  readonly revisionHistoryLimit?: number;
}
