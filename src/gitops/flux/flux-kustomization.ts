import { type ApiObject, Chart, type Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { configErrorText } from '../../base/config-error';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { wholeSeconds } from '../../base/units';
import { validateProps } from '../../base/validate-props';
import { chartDirectory } from '../../kube/chart-directory';
import { isRun } from '../../kube/delivery/delivery-hints';
import { onPrepare } from '../../kube/delivery/prepare';
import { longestTimeBudget } from '../../kube/delivery/time-budget';
import { customObject } from '../../kube/kube-object';
import { labelContext } from '../../kube/label-context';
import type { NamedRef } from '../../kube/pod/environment-variables';
import { warn } from '../../kube/warning';
import type { HealthRule } from '../health/health-rules';
import { isNamespace } from '../order/chart-graph';
import { addDelivery, deliveredContents, deliveriesBefore } from '../order/delivery-plan';
import { type KustomizationTimes, kustomizationSpec, kustomizationTimes, refuseHealthTargets } from './flux-kustomization-spec';
import { type FluxRewrite, type FluxTarget, refuseRewrite, rewriteAnnotations, substitutionFindings, variablesOf } from './flux-rewrite';
import type { FluxSource } from './flux-source';

/** Makes Flux apply one chart. */
export class FluxKustomization extends Construct {
  readonly name: string;
  readonly namespace: string;
  /** The chart that it applies. */
  readonly chart: Chart;

  constructor(scope: Construct, id: string, props: FluxKustomizationProps) {
    super(scope, id);
    const where = this.node.path;
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

/** Another Kustomization that must be ready first, with a condition of its own if any. */
export interface FluxDependency {
  /** A Kustomization of this app, or the name of one that is made elsewhere. */
  readonly on: FluxKustomization | { readonly name: string; readonly namespace?: string };
  /** CEL expression over `self` and `dep` that must be true too: `dep.metadata.annotations['app/version'] == '1.2'`. @default - none */
  readonly readyExpr?: string;
}

/** An object whose readiness counts: one of this app, or one that is made elsewhere. */
export type FluxHealthTarget =
  | ApiObject
  | { readonly apiVersion?: string; readonly kind: string; readonly name: string; readonly namespace?: string };

/** Where the cluster is that a Kustomization applies to, when it is another one. */
export type FluxKubeConfig =
  | { readonly secret: string | NamedRef /** The Secret's key. @default - `value` or `value.yaml` */; readonly key?: string }
  | { readonly configMap: string | NamedRef };

interface FluxKustomizationCommonProps {
  /** The chart to apply. Path, dependencies, timeout and health checks follow from what it holds. @example scoring */
  readonly chart: Chart;
  /** Where Flux fetches the YAML from. @example new GitRepository(flux, 'gitops', { … }) */
  readonly source: FluxSource;
  /** The object's name. @default - the id */
  readonly name?: string;
  /**
   * What else must be ready first.
   *
   * Kustomizations whose charts this chart needs are added by themselves: those that create its namespaces, and those that hold what its
   * constructs depend on.
   *
   * @default - none
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies
   */
  readonly dependsOn?: readonly (FluxKustomization | FluxDependency)[];
  /** Time between two looks at cluster and source. Whole seconds, at least one. @default Duration.minutes(60) */
  readonly interval?: Duration;
  /** Time until the next try after a failure. Whole seconds, at least one. @default Duration.minutes(2) */
  readonly retryInterval?: Duration;
  /**
   * Longest time for applying and getting ready.
   *
   * Refused below the longest time that a construct of the chart says it may take (`FluxKustomization.timeout`).
   *
   * @default - that time and a minute, and at least 3 minutes
   */
  readonly timeout?: Duration;
  /** Whether objects that leave Git leave the cluster. Kept objects stay all the same. @default true */
  readonly prune?: boolean;
  /** What becomes of the objects when this Kustomization is deleted. @default - 'MirrorPrune', set by Flux: they are deleted if `prune` is on */
  readonly deletionPolicy?: 'MirrorPrune' | 'Delete' | 'WaitForTermination' | 'Orphan';
  /** Recreates every object of the chart whose immutable fields change, StatefulSets too. Constructs mark single objects by themselves. @default false */
  readonly force?: boolean;
  /** Stops applying, until it is set back. @default false */
  readonly suspend?: boolean;
  /** The service account to apply as: in a shared cluster, what a team may do. @default - the controller's own */
  readonly serviceAccount?: string | NamedRef;
  /** @default - the cluster that Flux runs in */
  readonly kubeConfig?: FluxKubeConfig;
  /** Lets Flux decrypt files that are encrypted with SOPS. @default - none are */
  readonly decryption?: { readonly secret?: string | NamedRef; readonly serviceAccount?: string | NamedRef };
  /** Fields that others own in the cluster, as JSON pointers: Flux leaves them as they are. @default - none */
  readonly ignore?: readonly { readonly paths: readonly string[]; readonly target?: FluxTarget }[];
  /**
   * How to see that objects of further kinds are ready. One for a kind that the library knows replaces its rule.
   *
   * A rule is written where the chart has objects of its kind, so that all Kustomizations may share one list.
   *
   * @default - the library's rules
   */
  readonly healthRules?: readonly HealthRule[];
  /** What Flux may change after review, with the reason. @default - nothing */
  readonly rewrite?: FluxRewrite;
}

/**
 * Flux looks at all objects, or at those listed; it ignores the list when it waits for all.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#wait
 */
type FluxReadiness =
  | {
      /** Whether this Kustomization is ready only once all its objects are. @default true */
      readonly wait?: true;
      /** Only with `wait: false`. */
      readonly healthChecks?: never;
    }
  | {
      readonly wait: false;
      /** The objects whose readiness counts. @default - none: ready as soon as applied */
      readonly healthChecks?: readonly FluxHealthTarget[];
    };

/** @see https://fluxcd.io/flux/components/kustomize/kustomizations/ */
export type FluxKustomizationProps = FluxKustomizationCommonProps & FluxReadiness;
