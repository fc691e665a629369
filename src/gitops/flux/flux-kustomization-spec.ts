import { ApiObject, Duration } from 'cdk8s';
import type { KustomizationSpec } from '../../../imports/flux-kustomize';
import { ConfigError } from '../../base/config-error';
import { goDuration } from '../../base/units';
import type { PlainSpec } from '../../kube/plain-spec';
import { nameOf } from '../../kube/pod/environment-variables';
import { healthRulesFor } from '../health/health-rules';
import type { FluxDependency, FluxHealthTarget, FluxKubeConfig, FluxKustomizationProps } from './flux-kustomization';
import { rewriteSpec } from './flux-rewrite';
import { fluxDuration, joinSourcePath } from './flux-source';

type Spec = PlainSpec<KustomizationSpec>;

/** What a Kustomization's spec takes from the tree. */
export interface KustomizationFacts {
  readonly times: KustomizationTimes;
  /** The Kustomization's own namespace. */
  readonly namespace: string;
  /** The chart's directory below the output tree: `prod/scoring`. */
  readonly directory: string;
  /** The Kustomizations that the plan puts before this one, sorted. */
  readonly before: readonly { readonly name: string; readonly namespace: string }[];
  readonly objects: readonly ApiObject[];
  /** The longest time that a construct of the chart may take. */
  readonly budgetSeconds: number;
}

/** Least timeout that is derived, as the Flux documentation recommends. */
const LEAST_TIMEOUT_SECONDS = 180;

/** Flux's clock starts before the first object is applied, a construct's own when it is. */
const APPLY_SECONDS = 60;

/** The durations of the props, checked and written as Flux reads them. */
export type KustomizationTimes = Required<Pick<Spec, 'interval' | 'retryInterval'>> & Pick<Spec, 'timeout'>;

export function kustomizationTimes(where: string, props: FluxKustomizationProps): KustomizationTimes {
  const { interval = Duration.minutes(60), retryInterval = Duration.minutes(2), timeout } = props;
  return {
    interval: fluxDuration('FluxKustomization.interval', where, interval),
    retryInterval: fluxDuration('FluxKustomization.retryInterval', where, retryInterval),
    timeout: timeout && fluxDuration('FluxKustomization.timeout', where, timeout),
  };
}

export function kustomizationSpec(props: FluxKustomizationProps, facts: KustomizationFacts): Spec {
  const { source } = props;
  const { times } = facts;
  return {
    ...times,
    timeout: times.timeout ?? goDuration(Math.max(LEAST_TIMEOUT_SECONDS, facts.budgetSeconds + APPLY_SECONDS)),
    sourceRef: { kind: source.kind, name: source.name, namespace: source.namespace === facts.namespace ? undefined : source.namespace },
    path: `./${joinSourcePath(source.path, facts.directory)}`,
    prune: props.prune ?? true,
    wait: props.wait ?? true,
    dependsOn: dependencies(props, facts),
    healthChecks: nonEmpty(props.healthChecks?.map(healthCheck)),
    healthCheckExprs: healthExpressions(props, facts.objects),
    deletionPolicy: props.deletionPolicy,
    force: props.force,
    suspend: props.suspend,
    serviceAccountName: props.serviceAccount && nameOf(props.serviceAccount),
    kubeConfig: props.kubeConfig && kubeConfig(props.kubeConfig),
    decryption: props.decryption && decryption(props.decryption),
    ignore: nonEmpty(props.ignore),
    ...rewriteSpec(props.rewrite),
  };
}

/** Sorted by namespace and name; what the user says of one wins over what the plan says of it. */
function dependencies(props: FluxKustomizationProps, facts: KustomizationFacts): Spec['dependsOn'] {
  const all = new Map<string, { name: string; namespace?: string; readyExpr?: string }>();
  const add = (on: { readonly name: string; readonly namespace?: string }, readyExpr?: string): void => {
    const namespace = on.namespace ?? facts.namespace;
    all.set(`${namespace}/${on.name}`, { name: on.name, namespace: namespace === facts.namespace ? undefined : namespace, readyExpr });
  };
  for (const kustomization of facts.before) add(kustomization);
  for (const dependency of props.dependsOn ?? []) {
    if ('on' in dependency) add(dependency.on, (dependency as FluxDependency).readyExpr);
    else add(dependency);
  }
  return nonEmpty([...all].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, dependency]) => dependency));
}

/** Rules for the custom kinds that Flux looks at: all of the chart's, or those of the listed objects. */
function healthExpressions(props: FluxKustomizationProps, objects: readonly ApiObject[]): Spec['healthCheckExprs'] {
  const looked = props.wait === false ? (props.healthChecks ?? []).map(healthCheck) : objects;
  const versions = new Map<string, string>();
  for (const { apiVersion = '', kind } of looked) {
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    const known = versions.get(`${group}/${kind}`);
    if (known === undefined || apiVersion < known) versions.set(`${group}/${kind}`, apiVersion);
  }
  const kinds = [...versions.keys()].map((key) => ({ group: key.split('/')[0] ?? '', kind: key.split('/')[1] ?? '' }));
  const rules = healthRulesFor(kinds, props.healthRules);
  return nonEmpty(rules.map(({ group, kind, cel }) => ({ apiVersion: versions.get(`${group}/${kind}`) ?? group, kind, ...cel })));
}

function healthCheck(target: FluxHealthTarget): { apiVersion?: string; kind: string; name: string; namespace?: string } {
  if (!ApiObject.isApiObject(target)) return target as { kind: string; name: string };
  const { apiVersion, kind, name, metadata } = target as ApiObject;
  return { apiVersion, kind, name, namespace: metadata.namespace };
}

function kubeConfig(config: FluxKubeConfig): NonNullable<Spec['kubeConfig']> {
  if ('configMap' in config) return { configMapRef: { name: nameOf(config.configMap) } };
  return { secretRef: { name: nameOf(config.secret), key: config.key } };
}

function decryption({ secret, serviceAccount }: NonNullable<FluxKustomizationProps['decryption']>): NonNullable<Spec['decryption']> {
  return {
    provider: 'sops',
    secretRef: secret === undefined ? undefined : { name: nameOf(secret) },
    serviceAccountName: serviceAccount && nameOf(serviceAccount),
  };
}

/** A list of health checks that the compiler did not see, from JavaScript. */
export function refuseHealthTargets(where: string, props: FluxKustomizationProps): void {
  if (props.wait === false || (props.healthChecks as unknown) === undefined) return;
  throw new ConfigError('FluxKustomization.healthChecks', {
    where,
    what: 'Flux ignores healthChecks when it waits for all objects',
    fix: 'add wait: false, or remove healthChecks',
  });
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}
