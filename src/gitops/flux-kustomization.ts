import { Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { configErrorText } from '../base/config-error';
import { LONGEST_NAMES } from '../base/derived-names';
import { checkName, DNS_SUBDOMAIN } from '../base/names';
import { wholeSeconds } from '../base/units';
import { validateProps } from '../base/validate-props';
import { chartDirectory } from '../kube/chart-directory';
import { isRun } from '../kube/delivery/delivery-hints';
import { onPrepare } from '../kube/delivery/prepare';
import { longestTimeBudget } from '../kube/delivery/time-budget';
import { customObject } from '../kube/kube-object';
import { labelContext } from '../kube/labels';
import { requireProps } from '../kube/required-props';
import { warn } from '../kube/warning';
import { isNamespace } from './chart-graph';
import { addDelivery, deliveredContents, deliveriesBefore } from './delivery-plan';
import type { FluxDependency, FluxKustomizationProps } from './flux-kustomization-props';
import { type KustomizationTimes, kustomizationSpec, kustomizationTimes, refuseHealthTargets } from './flux-kustomization-spec';
import { refuseRewrite, rewriteAnnotations, variablesOf } from './flux-rewrite';
import { substitutionFindings } from './substitution';

/** Makes Flux apply one chart. */
export class FluxKustomization extends Construct {
  readonly name: string;
  readonly namespace: string;
  /** The chart that it applies. */
  readonly chart: Chart;

  constructor(scope: Construct, id: string, props: FluxKustomizationProps) {
    super(scope, id);
    const where = this.node.path;
    requireProps('FluxKustomization', where, props, { chart: 'scoring', source: "new GitRepository(flux, 'gitops', { … })" });
    validateProps('FluxKustomization', where, props);
    const name = checkName(
      'FluxKustomization.name',
      where,
      props.name ?? id,
      DNS_SUBDOMAIN,
      LONGEST_NAMES['kustomize.toolkit.fluxcd.io/Kustomization'].max,
    );
    refuseRewrite(where, props.rewrite);
    refuseHealthTargets(where, props);
    const times = kustomizationTimes(where, props);
    this.chart = props.chart;
    const object = customObject(this, 'Resource', {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, annotations: rewriteAnnotations(labelContext(this), props.rewrite) },
      // The chart may get more objects, and other deliveries, after this.
      spec: Lazy.any({ produce: () => this.spec(props, times) }),
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
    warnOfOtherNamespace(this, props);
    addDelivery({ construct: this, tool: 'Flux', chart: props.chart, dependsOn: explicit(props), waits: props.wait ?? true });
    onPrepare(this, () => warnOfEndlessJobs(this, props));
    this.node.addValidation({ validate: () => findings(where, this, props) });
  }

  private spec(props: FluxKustomizationProps, times: KustomizationTimes): unknown {
    return kustomizationSpec(props, {
      times,
      namespace: this.namespace,
      directory: chartDirectory(props.chart),
      before: deliveriesBefore(this).filter((other): other is FluxKustomization => other instanceof FluxKustomization),
      objects: deliveredContents(this)?.objects ?? [],
      budgetSeconds: longestTimeBudget(props.chart)?.budget.seconds ?? 0,
    });
  }
}

function explicit(props: FluxKustomizationProps): readonly Construct[] {
  return (props.dependsOn ?? [])
    .map((dependency) => (dependency instanceof FluxKustomization ? dependency : (dependency as FluxDependency).on))
    .filter((on): on is FluxKustomization => on instanceof FluxKustomization);
}

function findings(where: string, construct: Construct, props: FluxKustomizationProps): string[] {
  const objects = deliveredContents(construct)?.objects ?? [];
  const { postBuild, targetNamespace } = props.rewrite ?? {};
  const namespace = targetNamespace === undefined ? undefined : objects.find(isNamespace);
  return [
    ...timeoutFindings(where, props),
    ...(namespace === undefined
      ? []
      : [
          configErrorText('FluxKustomization.targetNamespace', {
            where,
            what: `targetNamespace would rename the Namespace ${namespace.node.path} to "${targetNamespace}"`,
            fix: 'remove targetNamespace: every object of the chart has its namespace already',
          }),
        ]),
    ...(postBuild === undefined ? [] : substitutionFindings(where, objects, variablesOf(postBuild))),
  ];
}

function timeoutFindings(where: string, props: FluxKustomizationProps): readonly string[] {
  const longest = longestTimeBudget(props.chart);
  if (props.timeout === undefined || longest === undefined) return [];
  const seconds = wholeSeconds('FluxKustomization.timeout', where, props.timeout, 1);
  const { budget, construct } = longest;
  if (seconds >= budget.seconds) return [];
  const what = `the timeout of ${seconds} s is shorter than the ${budget.seconds} s that ${construct.node.path} may take (${budget.reason})`;
  const fix = `use at least Duration.seconds(${budget.seconds}), or leave timeout out`;
  return [configErrorText('FluxKustomization.timeout', { where, what, fix })];
}

function warnOfOtherNamespace(kustomization: FluxKustomization, { source }: FluxKustomizationProps): void {
  if (source.namespace === kustomization.namespace) return;
  warn(kustomization, 'FluxKustomization.source', {
    what: `reads the source ${source.name} of the namespace ${source.namespace}, which Flux refuses where tenants are kept apart`,
    fix: `make the source in the namespace ${kustomization.namespace}`,
  });
}

/** Flux takes a run for ready only when it has completed, so a Kustomization that waits fails as long as the Job runs. */
function warnOfEndlessJobs(kustomization: FluxKustomization, props: FluxKustomizationProps): void {
  if (props.wait === false || props.timeout !== undefined) return;
  for (const object of deliveredContents(kustomization)?.objects ?? []) {
    if (!isRun(object)) continue;
    if (longestTimeBudget(object.node.scope as Construct) !== undefined) continue;
    warn(kustomization, 'FluxKustomization.job', {
      what: `waits for the ${object.kind} ${object.node.path} to complete, and nothing says how long that may take`,
      fix: 'give the job a deadline, give this a timeout, or put the job into a chart whose Kustomization has wait: false',
    });
  }
}
