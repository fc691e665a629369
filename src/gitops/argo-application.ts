import { Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { configErrorText } from '../base/config-error';
import { validateProps } from '../base/validate-props';
import { chartDirectory, repositoryPath } from '../kube/chart-directory';
import { deliveryHintsOf } from '../kube/delivery/delivery-hints';
import { longestTimeBudget } from '../kube/delivery/time-budget';
import { customObject } from '../kube/kube-object';
import { requireProps } from '../kube/required-props';
import { AppProject } from './app-project';
import type { ArgoApplicationProps } from './argo-application-props';
import { applicationSpec, FINALIZERS, refuseApplication } from './argo-application-spec';
import { type RetryNumbers, retryFindings, retryNumbers } from './argo-retry';
import { refuseSource } from './argo-source';
import { clusterOf, isNamespace } from './chart-graph';
import { addDelivery, deliveredContents, planOf } from './delivery-plan';
import { projectFindings } from './project-findings';
import { settledDifferences } from './settled-differences';
import { waveFindings } from './sync-waves';

const EXAMPLES = {
  chart: 'scoring',
  source: "{ repoUrl: 'https://github.com/acme/gitops', targetRevision: 'main' }",
  destination: 'ArgoDestination.inCluster()',
  project: "new AppProject(argo, 'ml', { … })",
};

/** Makes Argo CD apply one chart. */
export class ArgoApplication extends Construct {
  readonly name: string;
  readonly namespace: string;
  /** The chart that it applies. */
  readonly chart: Chart;

  constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    super(scope, id);
    const where = this.node.path;
    requireProps('ArgoApplication', where, props, EXAMPLES);
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
