import { type ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ScaledObjectSpec, ScaledObjectSpecTriggers } from '../../../imports/keda';
import type { HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec, MetricSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { declareStandby } from '../../kube/capacity/demand';
import type { CustomObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import { SERVER } from '../../kube/server/resolve-server';
import { seriesSelector } from '../runtime/runtime-metrics';
import type { KedaScale, KedaTrigger } from './keda';
import type { HpaScale, Scale } from './replicas';

const CODE = 'MLService.replicas';

/** What an autoscaler must know of its service. */
interface AutoscalerSite {
  readonly where: string;
  readonly namespace: string;
  readonly name: string;
  /** The longest start that the probes allow. */
  readonly startupSeconds: number;
  /** The longest time from nothing to a server that answers: scheduling, pulling and starting. */
  readonly readySeconds: number;
  /** The runtime's gauge of waiting requests, where it has one. */
  readonly waiting: string | undefined;
}

/** An autoscaler, parsed: the spec of its object without the target. */
export type ResolvedAutoscaler =
  | { readonly kind: 'hpa'; readonly spec: Omit<HorizontalPodAutoscalerSpec, 'scaleTargetRef'> }
  | { readonly kind: 'keda'; readonly spec: Omit<PlainSpec<ScaledObjectSpec>, 'scaleTargetRef'> };

/** Resolves the autoscaler of a service whose number of replicas is not fixed. */
export function resolveAutoscaler(scale: Scale | undefined, site: AutoscalerSite): ResolvedAutoscaler | undefined {
  if (typeof scale !== 'object') return undefined;
  const behavior = scaleDownBehavior(site, scale);
  return scale.kind === 'hpa' ? { kind: 'hpa', spec: hpaSpec(scale, behavior) } : { kind: 'keda', spec: kedaSpec(scale, site, behavior) };
}

/** The HorizontalPodAutoscaler or ScaledObject of a workload. */
export function autoscalerManifest(
  { kind, spec }: ResolvedAutoscaler,
  target: { readonly apiVersion: string; readonly kind: string; readonly name: string },
  labels: Readonly<Record<string, string>>,
): CustomObject {
  const metadata = { name: target.name, labels };
  return kind === 'hpa'
    ? { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec: { scaleTargetRef: target, ...spec } }
    : { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata, spec: { scaleTargetRef: target, ...spec } };
}

/** Kubernetes' own window, and the longest that it accepts. */
const [DEFAULT_WINDOW, MAX_WINDOW] = [300, 3600];

/** The behavior of an autoscaler, where it is not Kubernetes' own. */
function scaleDownBehavior(
  { where, startupSeconds }: AutoscalerSite,
  { scaleDownAfter }: HpaScale | KedaScale,
): HorizontalPodAutoscalerBehavior | undefined {
  if (scaleDownAfter === undefined) {
    const seconds = Math.min(MAX_WINDOW, startupSeconds);
    return seconds <= DEFAULT_WINDOW ? undefined : { scaleDown: { stabilizationWindowSeconds: seconds } };
  }
  const seconds = wholeSeconds(CODE, where, scaleDownAfter);
  if (seconds <= MAX_WINDOW) return { scaleDown: { stabilizationWindowSeconds: seconds } };
  const fix = `use at most Duration.seconds(${MAX_WINDOW})`;
  throw new ConfigError(CODE, { where, what: `scaleDownAfter must be at most ${MAX_WINDOW} s, got ${seconds} s`, fix });
}

/** Watches the server's container alone: others may have no request to measure against. */
function hpaSpec(
  scale: HpaScale,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
): Omit<HorizontalPodAutoscalerSpec, 'scaleTargetRef'> {
  return {
    minReplicas: scale.min,
    maxReplicas: scale.max,
    metrics: [metric(scale)],
    ...(behavior === undefined ? {} : { behavior }),
  };
}

function metric(scale: HpaScale): MetricSpec {
  if (scale.podsMetric !== undefined) {
    const { name, average } = scale.podsMetric;
    return { type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue: averageQuantity(average) } } };
  }
  const target = { type: 'Utilization', averageUtilization: scale.cpuUtilization };
  return { type: 'ContainerResource', containerResource: { name: 'cpu', container: SERVER, target } };
}

/** Thousandths, because quantities have no finer decimals. */
function averageQuantity(average: number): string {
  return Number.isInteger(average) ? `${average}` : `${Math.round(average * 1000)}m`;
}

function kedaSpec(
  scale: KedaScale,
  site: AutoscalerSite,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
): Omit<PlainSpec<ScaledObjectSpec>, 'scaleTargetRef'> {
  return {
    ...(scale.polling === undefined ? {} : { pollingInterval: wholeSeconds(CODE, site.where, scale.polling, 1) }),
    ...idleFields(scale, site),
    minReplicaCount: scale.min,
    maxReplicaCount: scale.max,
    // Without metrics it must not remove servers that are in use.
    fallback: {
      failureThreshold: scale.fallback?.failures ?? 3,
      replicas: scale.fallback?.replicas ?? scale.min,
      behavior: 'currentReplicasIfHigher',
    },
    ...(behavior === undefined ? {} : { advanced: { horizontalPodAutoscalerConfig: { behavior } } }),
    triggers: scale.triggers.map((trigger) => triggerSpec(trigger, scale, site)),
  };
}

const DEFAULT_COOLDOWN = 300;

/** Both periods count from before the server can answer: the first from its creation, the second from the last request, which may have woken it. */
function idleFields(scale: KedaScale, { where, startupSeconds, readySeconds }: AutoscalerSite): PlainSpec<Partial<ScaledObjectSpec>> {
  if (scale.idle === undefined) return {};
  const usual = Math.max(DEFAULT_COOLDOWN, readySeconds);
  const cooldownPeriod = scale.cooldown === undefined ? usual : wholeSeconds(CODE, where, scale.cooldown, 1);
  if (cooldownPeriod < startupSeconds) {
    throw new ConfigError(CODE, {
      where,
      what: `a cooldown of ${cooldownPeriod} s is shorter than a start, which may take ${startupSeconds} s`,
      fix: `use cooldown: Duration.seconds(${usual}), or remove it`,
    });
  }
  return { idleReplicaCount: 0, cooldownPeriod, initialCooldownPeriod: Math.max(cooldownPeriod, readySeconds) };
}

function triggerSpec(
  trigger: KedaTrigger,
  { idle }: KedaScale,
  { namespace, name, waiting }: AutoscalerSite,
): PlainSpec<ScaledObjectSpecTriggers> {
  const own = trigger.kind === 'queue';
  const query = own ? `sum(${waiting}${seriesSelector(namespace, name)})` : trigger.query;
  return {
    type: 'prometheus',
    metadata: {
      serverAddress: trigger.server,
      query,
      threshold: `${trigger.average}`,
      ...(trigger.activation === undefined ? {} : { activationThreshold: `${trigger.activation}` }),
      // Without an answer of the servers the queue is unknown, not empty; an idle service has no servers to answer.
      ...(own && idle === undefined ? { ignoreNullValues: 'false' } : {}),
    },
    ...(trigger.authentication === undefined ? {} : { authenticationRef: { name: trigger.authentication } }),
  };
}

/** KEDA scales the workload to this number of pods and keeps it there. @see https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling */
const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';

/**
 * Makes a service run this many pods, whatever its scale says. The pod template does not change, so no pod restarts.
 *
 * KEDA's autoscaler is paused at that number; Kubernetes' own gets it as both bounds, and is removed at 0, which it does not support. A
 * disruption budget needs two pods, and objectives need one: with none, they would raise alerts.
 */
export function standBy(service: Construct & { readonly workload: ApiObject }, scale: Scale | undefined, replicas: number): void {
  if (replicas < 2) service.node.tryRemoveChild('PodDisruptionBudget');
  if (replicas === 0) service.node.tryRemoveChild('PrometheusRule');
  if (typeof scale !== 'object') service.workload.addJsonPatch(set('/spec/replicas', replicas));
  else if (scale.kind === 'keda') child(service, 'ScaledObject')?.metadata.addAnnotation(PAUSED_REPLICAS, `${replicas}`);
  else if (replicas === 0) {
    service.node.tryRemoveChild('HorizontalPodAutoscaler');
    service.workload.addJsonPatch(set('/spec/replicas', 0));
  } else {
    const bounds = ['minReplicas', 'maxReplicas'].map((field) => set(`/spec/${field}`, replicas));
    child(service, 'HorizontalPodAutoscaler')?.addJsonPatch(...bounds);
  }
  declareStandby(service, replicas);
}

function set(path: string, value: number): JsonPatch {
  return JsonPatch.add(path, value);
}

function child(service: Construct, id: string): ApiObject | undefined {
  return service.node.tryFindChild(id) as ApiObject | undefined;
}
