import type { ApiObject, Chart } from 'cdk8s';
import type { KustomizationSpec } from '../../../imports/flux-kustomize';
import { goDuration } from '../../base/units';
import type { PlainSpec } from '../../kube/plain-spec';
import { type HealthRule, healthRulesFor } from '../health/health-rules';
import { type FluxRewrite, rewriteSpec } from './flux-rewrite';
import { type FluxSource, joinSourcePath } from './flux-source';

type Spec = PlainSpec<KustomizationSpec>;

/** A Kustomization with every default applied and every value checked. */
export interface ResolvedKustomization
  extends Pick<Spec, 'deletionPolicy' | 'force' | 'suspend' | 'serviceAccountName' | 'kubeConfig' | 'decryption'> {
  readonly name: string;
  readonly chart: Chart;
  readonly source: FluxSource;
  readonly interval: string;
  readonly retryInterval: string;
  /** Undefined: derived from the time budgets of the chart. */
  readonly timeoutSeconds: number | undefined;
  readonly prune: boolean;
  readonly wait: boolean;
  readonly dependsOn: readonly { readonly name: string; readonly namespace?: string; readonly readyExpr?: string }[];
  readonly healthChecks: readonly HealthCheck[];
  /** Rules of the user, before those of the library. */
  readonly healthRules: readonly HealthRule[];
  readonly ignore: NonNullable<Spec['ignore']>;
  readonly rewrite: FluxRewrite | undefined;
}

interface HealthCheck {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What a Kustomization's spec takes from the construct tree. */
export interface KustomizationFacts {
  /** The Kustomization's own namespace. */
  readonly namespace: string;
  /** The chart's directory below the output tree: `prod/scoring`. */
  readonly directory: string;
  /** The Kustomizations that the plan puts before this one, sorted. */
  readonly before: readonly { readonly name: string; readonly namespace: string }[];
  readonly objects: readonly ApiObject[];
  /** The longest time budget of a construct in the chart. */
  readonly budgetSeconds: number;
}

/** Minimum of a derived timeout, as the Flux documentation recommends. */
const LEAST_TIMEOUT_SECONDS = 180;

/** Flux starts to count before the first object is applied, a construct's budget when it is. */
const APPLY_SECONDS = 60;

/** The spec of a Kustomization. */
export function kustomizationSpec(kustomization: ResolvedKustomization, facts: KustomizationFacts): Spec {
  const { source, timeoutSeconds } = kustomization;
  return {
    interval: kustomization.interval,
    retryInterval: kustomization.retryInterval,
    timeout: goDuration(timeoutSeconds ?? Math.max(LEAST_TIMEOUT_SECONDS, facts.budgetSeconds + APPLY_SECONDS)),
    sourceRef: { kind: source.kind, name: source.name, namespace: source.namespace === facts.namespace ? undefined : source.namespace },
    path: `./${joinSourcePath(source.path, facts.directory)}`,
    prune: kustomization.prune,
    wait: kustomization.wait,
    dependsOn: dependencies(kustomization, facts),
    healthChecks: nonEmpty(kustomization.healthChecks),
    healthCheckExprs: healthExpressions(kustomization, facts.objects),
    deletionPolicy: kustomization.deletionPolicy,
    force: kustomization.force,
    suspend: kustomization.suspend,
    serviceAccountName: kustomization.serviceAccountName,
    kubeConfig: kustomization.kubeConfig,
    decryption: kustomization.decryption,
    ignore: nonEmpty(kustomization.ignore),
    ...rewriteSpec(kustomization.rewrite),
  };
}

/** Sorted by namespace and name. A dependency of the user replaces the same one of the plan. */
function dependencies({ dependsOn }: ResolvedKustomization, facts: KustomizationFacts): Spec['dependsOn'] {
  const all = new Map<string, { name: string; namespace?: string; readyExpr?: string }>();
  const found: ResolvedKustomization['dependsOn'] = [...facts.before, ...dependsOn];
  for (const { name, namespace = facts.namespace, readyExpr } of found) {
    all.set(`${namespace}/${name}`, { name, namespace: namespace === facts.namespace ? undefined : namespace, readyExpr });
  }
  return nonEmpty([...all].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, dependency]) => dependency));
}

/** Rules for the custom kinds that Flux waits for: all kinds of the chart, or those of the listed objects. */
function healthExpressions(kustomization: ResolvedKustomization, objects: readonly ApiObject[]): Spec['healthCheckExprs'] {
  const versions = new Map<string, string>();
  for (const { apiVersion = '', kind } of kustomization.wait ? objects : kustomization.healthChecks) {
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    const known = versions.get(`${group}/${kind}`);
    if (known === undefined || apiVersion < known) versions.set(`${group}/${kind}`, apiVersion);
  }
  const kinds = [...versions.keys()].map((key) => ({ group: key.split('/')[0] ?? '', kind: key.split('/')[1] ?? '' }));
  const rules = healthRulesFor(kinds, kustomization.healthRules);
  return nonEmpty(rules.map(({ group, kind, cel }) => ({ apiVersion: versions.get(`${group}/${kind}`) ?? group, kind, ...cel })));
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
