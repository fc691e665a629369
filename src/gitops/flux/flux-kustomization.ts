import { ApiObject, Chart, Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { wholeSeconds } from '../../base/units';
import { validateProps } from '../../base/validate-props';
import { chartDirectory } from '../../kube/chart-directory';
import { addFindings } from '../../kube/construct-findings';
import { onPrepare } from '../../kube/delivery/prepare';
import { longestTimeBudget } from '../../kube/delivery/time-budget';
import { customObject } from '../../kube/kube-object';
import { labelContext } from '../../kube/label-context';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import type { HealthRule } from '../health/health-rules';
import { addDelivery, deliveredContents, deliveriesBefore } from '../order/delivery-plan';
import { kustomizationFindings, warnOfEndlessJobs, warnOfOtherNamespace } from './flux-findings';
import { kustomizationSpec, type ResolvedKustomization } from './flux-kustomization-spec';
import { type FluxRewrite, type FluxTarget, refuseRewrite, rewriteAnnotations } from './flux-rewrite';
import { type FluxSource, fluxDuration } from './flux-source';

/** Makes Flux apply one chart. */
export class FluxKustomization extends Construct {
  readonly name: string;
  readonly namespace: string;
  /** The chart that it applies. */
  readonly chart: Chart;

  constructor(scope: Construct, id: string, props: FluxKustomizationProps) {
    super(scope, id);
    const kustomization = resolveKustomization(this.node.path, id, props);
    const { chart, rewrite, wait } = kustomization;
    this.chart = chart;
    const object = customObject(this, 'Resource', {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: kustomization.name, annotations: rewriteAnnotations(labelContext(this), rewrite) },
      // The chart may get more objects, and other deliveries, after this.
      spec: Lazy.any({ produce: () => this.spec(kustomization) }),
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
    warnOfOtherNamespace(this, this.namespace, kustomization);
    addDelivery({ construct: this, tool: 'Flux', chart, dependsOn: constructsOf(props), waits: wait });
    const objects = () => deliveredContents(this)?.objects ?? [];
    onPrepare(this, () => warnOfEndlessJobs(this, kustomization, objects()));
    addFindings(this, () => kustomizationFindings(this.node.path, kustomization, objects()));
  }

  private spec(kustomization: ResolvedKustomization): unknown {
    return kustomizationSpec(kustomization, {
      namespace: this.namespace,
      directory: chartDirectory(this.chart),
      before: deliveriesBefore(this).filter((other): other is FluxKustomization => other instanceof FluxKustomization),
      objects: deliveredContents(this)?.objects ?? [],
      budgetSeconds: longestTimeBudget(this.chart)?.budget.seconds ?? 0,
    });
  }
}

/** Dependencies that are constructs of this app. */
function constructsOf({ dependsOn = [] }: FluxKustomizationProps): readonly Construct[] {
  return dependsOn
    .map((dependency) => dependencyOf(dependency).on)
    .filter((on): on is FluxKustomization => on instanceof FluxKustomization);
}

function dependencyOf(dependency: FluxKustomization | FluxDependency): FluxDependency {
  return dependency instanceof FluxKustomization ? { on: dependency } : dependency;
}

const LONGEST_NAME = LONGEST_NAMES['kustomize.toolkit.fluxcd.io/Kustomization'].max;

function resolveKustomization(where: string, id: string, props: FluxKustomizationProps): ResolvedKustomization {
  validateProps('FluxKustomization', where, props);
  refuseRewrite(where, props.rewrite);
  const { interval = Duration.minutes(60), retryInterval = Duration.minutes(2), timeout, serviceAccount, kubeConfig } = props;
  const { chart, source, deletionPolicy, force, suspend, ignore, rewrite } = props;
  return {
    ...{ chart, source, deletionPolicy, force, suspend, rewrite },
    name: checkName('FluxKustomization.name', where, props.name ?? id, DNS_SUBDOMAIN, LONGEST_NAME),
    interval: fluxDuration('FluxKustomization.interval', where, interval),
    retryInterval: fluxDuration('FluxKustomization.retryInterval', where, retryInterval),
    timeoutSeconds: timeout && wholeSeconds('FluxKustomization.timeout', where, timeout, 1),
    prune: props.prune ?? true,
    wait: props.wait ?? true,
    healthChecks: resolveHealthChecks(where, props),
    healthRules: props.healthRules ?? [],
    ignore: ignore ?? [],
    dependsOn: (props.dependsOn ?? [])
      .map(dependencyOf)
      .map(({ on, readyExpr }) => ({ name: on.name, namespace: on.namespace, readyExpr })),
    serviceAccountName: serviceAccount && nameOf(serviceAccount),
    kubeConfig: kubeConfig && resolveKubeConfig(kubeConfig),
    decryption: props.decryption && resolveDecryption(props.decryption),
  };
}

function resolveHealthChecks(where: string, { wait, healthChecks }: FluxKustomizationProps): ResolvedKustomization['healthChecks'] {
  if (healthChecks === undefined) return [];
  if (wait === false) return healthChecks.map(healthCheck);
  throw new ConfigError('FluxKustomization.healthChecks', {
    where,
    what: 'Flux ignores `healthChecks` while `wait` is true',
    fix: 'add wait: false, or remove `healthChecks`',
  });
}

function healthCheck(target: FluxHealthTarget): ResolvedKustomization['healthChecks'][number] {
  if (!ApiObject.isApiObject(target)) return target as { kind: string; name: string };
  const { apiVersion, kind, name, metadata } = target as ApiObject;
  return { apiVersion, kind, name, namespace: metadata.namespace };
}

function resolveKubeConfig(config: FluxKubeConfig): ResolvedKustomization['kubeConfig'] {
  if ('configMap' in config) return { configMapRef: { name: nameOf(config.configMap) } };
  return { secretRef: { name: nameOf(config.secret), key: config.key } };
}

function resolveDecryption({
  secret,
  serviceAccount,
}: NonNullable<FluxKustomizationProps['decryption']>): ResolvedKustomization['decryption'] {
  return {
    provider: 'sops',
    secretRef: secret === undefined ? undefined : { name: nameOf(secret) },
    serviceAccountName: serviceAccount && nameOf(serviceAccount),
  };
}

/** Another Kustomization that must be ready first, with an optional condition. */
export interface FluxDependency {
  /** A Kustomization of this app, or the name of one made elsewhere: `{ name: 'infra' }`. @example { name: 'infra' } */
  readonly on: FluxKustomization | { readonly name: string; readonly namespace?: string };
  /** CEL expression over `self` and `dep` that must also be true: `dep.metadata.annotations['app/version'] == '1.2'`. @default - none */
  readonly readyExpr?: string;
}

/** An object that must be ready: one of this app, or one made elsewhere. */
export type FluxHealthTarget =
  | ApiObject
  | { readonly apiVersion?: string; readonly kind: string; readonly name: string; readonly namespace?: string };

/** Access to another cluster than the one Flux runs in. */
export type FluxKubeConfig =
  | { readonly secret: string | NamedRef /** The Secret's key. @default - `value` or `value.yaml` */; readonly key?: string }
  | { readonly configMap: string | NamedRef };

interface FluxKustomizationCommonProps {
  /** The chart to apply. Path, dependencies, timeout and health checks are derived from its content. @example scoring */
  readonly chart: Chart;
  /** The source of the YAML. @example new GitRepository(flux, 'gitops', { … }) */
  readonly source: FluxSource;
  /** The object's name: `'scoring'`. @default - the id */
  readonly name?: string;
  /**
   * Kustomizations that must be ready first: `[other]`.
   *
   * Those of charts that this chart needs are added automatically: charts that create its namespaces, and charts that its constructs
   * depend on.
   *
   * @default - none
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies
   */
  readonly dependsOn?: readonly (FluxKustomization | FluxDependency)[];
  /** Time between two reconciliations: `Duration.minutes(10)`. Whole seconds, at least 1. @default Duration.minutes(60) */
  readonly interval?: Duration;
  /** Time between a failure and the next try: `Duration.minutes(1)`. Whole seconds, at least 1. @default Duration.minutes(2) */
  readonly retryInterval?: Duration;
  /**
   * Maximum time to apply and become ready: `Duration.minutes(20)`. At least the longest time budget of a construct in the chart
   * (`FluxKustomization.timeout`).
   *
   * @default - that budget plus one minute, at least 3 minutes
   */
  readonly timeout?: Duration;
  /** Whether objects that are removed from Git are deleted. Retained objects stay in any case. @default true */
  readonly prune?: boolean;
  /** What happens to the objects when this Kustomization is deleted: `'Orphan'` keeps them. @default - 'MirrorPrune', set by Flux: deleted if `prune` is true */
  readonly deletionPolicy?: 'MirrorPrune' | 'Delete' | 'WaitForTermination' | 'Orphan';
  /** Recreates every object whose immutable fields change, StatefulSets included. Constructs mark the objects that need it. @default false */
  readonly force?: boolean;
  /** Stops applying until it is `false` again. @default false */
  readonly suspend?: boolean;
  /** The service account that applies, with its permissions: `tenant.deployer`. @default - the controller's own */
  readonly serviceAccount?: string | NamedRef;
  /** The cluster to apply to: `{ secret: 'edge-kubeconfig' }`. @default - the cluster that Flux runs in */
  readonly kubeConfig?: FluxKubeConfig;
  /** Decrypts files that are encrypted with SOPS: `{ secret: 'sops-age' }`. @default - none */
  readonly decryption?: { readonly secret?: string | NamedRef; readonly serviceAccount?: string | NamedRef };
  /** Fields that Flux does not change, as JSON pointers: `[{ paths: ['/spec/replicas'] }]`. @default - none */
  readonly ignore?: readonly { readonly paths: readonly string[]; readonly target?: FluxTarget }[];
  /**
   * Readiness rules for other kinds; a rule for a kind that the library knows replaces its rule.
   *
   * A rule is written only if the chart has objects of its kind, so all Kustomizations can share one list.
   *
   * @default - the library's rules
   */
  readonly healthRules?: readonly HealthRule[];
  /** Changes that Flux makes after review, with the reason. @default - none */
  readonly rewrite?: FluxRewrite;
}

/**
 * Flux waits for all objects or for those listed; it ignores the list while it waits for all.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#wait
 */
type FluxReadiness =
  | {
      /** Whether this Kustomization is ready only when all its objects are. @default true */
      readonly wait?: true;
      /** Only with `wait: false`. */
      readonly healthChecks?: never;
    }
  | {
      readonly wait: false;
      /** The objects that must be ready: `[deployment]`. @default - none: ready as soon as applied */
      readonly healthChecks?: readonly FluxHealthTarget[];
    };

/** @see https://fluxcd.io/flux/components/kustomize/kustomizations/ */
export type FluxKustomizationProps = FluxKustomizationCommonProps & FluxReadiness;
