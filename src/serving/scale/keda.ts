import type { Duration } from 'cdk8s';
import type { ScaledObjectSpec, ScaledObjectSpecTriggers } from '../../../imports/keda';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import type { CustomObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import type { MLServiceProps } from '../ml-service-props';
import { runtimeMetrics, seriesSelector } from '../runtime/runtime-metrics';
import type { AutoscalerSite } from './replicas';
import { type ScaleDown, scaleDownBehavior } from './scale-down';

interface KedaBounds extends ScaleDown {
  /** Fewest replicas while the service is in use, at least 1. */
  readonly min: number;
  /** Most replicas, not below `min`. */
  readonly max: number;
  /** What is watched; the one that asks for most decides. At least one. */
  readonly triggers: readonly KedaTrigger[];
  /** How often the triggers are asked, in whole seconds. @default - KEDA's own 30 seconds */
  readonly polling?: Duration;
  /**
   * What happens when the triggers cannot be asked.
   *
   * @default - after 3 failures: `min` replicas, or as many as run if that is more
   */
  readonly fallback?: { readonly failures: number; readonly replicas: number };
}

/** With `idle`, nothing runs while nobody asks. */
type KedaIdle =
  | {
      /** Replicas while nobody asks. KEDA knows no other number than 0. */
      readonly idle: 0;
      /**
       * Time without requests until the service becomes idle, in whole seconds. Shorter than a start, and the service would stop before it
       * has ever answered: refused (`MLService.replicas`).
       *
       * @default - 5 minutes, or the longest time until a server answers, image pull included, if that is more
       */
      readonly cooldown?: Duration;
    }
  | { readonly idle?: undefined; readonly cooldown?: undefined };

export type KedaProps = KedaBounds & KedaIdle;

export type KedaScale = KedaProps & { readonly kind: 'keda' };

/** What the ScaledObject must know of its service. */
export interface KedaSite extends AutoscalerSite {
  readonly namespace: string;
  /** The longest time from nothing to a server that answers: scheduling, pulling and starting. */
  readonly readySeconds: number;
  /** The runtime's gauge of waiting requests, where it has one. */
  readonly waiting: string | undefined;
}

const DEFAULT_COOLDOWN = 300;

/** Has KEDA bring the workload to that number of pods, and keep it there. @see https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling */
export const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';

/** The ScaledObject of a service. It takes over `replicas`, which the workload then leaves out. */
export function scaledObject(scale: KedaScale, site: KedaSite): CustomObject {
  const { where, name, labels, target, startupSeconds } = site;
  const behavior = scaleDownBehavior(where, scale, startupSeconds);
  const spec: PlainSpec<ScaledObjectSpec> = {
    scaleTargetRef: { ...target, name },
    ...(scale.polling === undefined ? {} : { pollingInterval: wholeSeconds('MLService.replicas', where, scale.polling, 1) }),
    ...idleFields(scale, site),
    minReplicaCount: scale.min,
    maxReplicaCount: scale.max,
    // Blind, it must not take away servers that are in use.
    fallback: {
      failureThreshold: scale.fallback?.failures ?? 3,
      replicas: scale.fallback?.replicas ?? scale.min,
      behavior: 'currentReplicasIfHigher',
    },
    ...(behavior === undefined ? {} : { advanced: { horizontalPodAutoscalerConfig: { behavior } } }),
    triggers: scale.triggers.map((trigger) => triggerSpec(trigger, scale, site)),
  };
  return { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name, labels }, spec };
}

/** Both periods count from before the server can answer: the first from its creation, the second from the last request, which may have woken it. */
function idleFields(scale: KedaScale, { where, startupSeconds, readySeconds }: KedaSite): PlainSpec<Partial<ScaledObjectSpec>> {
  if (scale.idle === undefined) return {};
  const usual = Math.max(DEFAULT_COOLDOWN, readySeconds);
  const cooldownPeriod = scale.cooldown === undefined ? usual : wholeSeconds('MLService.replicas', where, scale.cooldown, 1);
  if (cooldownPeriod < startupSeconds) {
    throw new ConfigError('MLService.replicas', {
      where,
      what: `a cooldown of ${cooldownPeriod} s is shorter than a start, which may take ${startupSeconds} s`,
      fix: `use cooldown: Duration.seconds(${usual}), or leave it out`,
    });
  }
  return { idleReplicaCount: 0, cooldownPeriod, initialCooldownPeriod: Math.max(cooldownPeriod, readySeconds) };
}

function triggerSpec(
  trigger: KedaTrigger,
  { idle }: KedaScale,
  { namespace, name, waiting }: KedaSite,
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

const CODE = 'MLService.replicas';

/** Refuses what KEDA would refuse, or what would never scale. Bounds are checked with those of other autoscalers. */
export function refuseBrokenKeda(where: string, scale: KedaScale): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(CODE, { where, what, fix });
  };
  const idle: unknown = scale.idle;
  if (idle !== undefined && idle !== 0) refuse(`idle is ${JSON.stringify(idle)}`, 'use idle: 0, or leave it out');
  if (idle === undefined && scale.cooldown !== undefined) {
    refuse('a cooldown leads to idle, which is not allowed here', 'add idle: 0, or remove cooldown');
  }
  if (!Array.isArray(scale.triggers) || scale.triggers.length === 0) {
    refuse('the autoscaler watches nothing', "add triggers: [KedaTrigger.queue({ server: 'http://…', average: 5 })]");
  }
  for (const trigger of scale.triggers) refuseBrokenTrigger(where, trigger);
  if (scale.idle === 0 && scale.triggers.every(({ kind }) => kind === 'queue')) {
    refuse(
      'nothing would wake the service: while no server runs, none tells of waiting requests',
      "add KedaTrigger.prometheus({ … }) with a query on the gateway's requests, or remove idle",
    );
  }
  const { failures = 3, replicas = scale.min } = scale.fallback ?? {};
  if (Number.isInteger(failures) && failures >= 1 && Number.isInteger(replicas) && replicas >= 0 && replicas <= scale.max) return;
  refuse(`fallback is ${JSON.stringify(scale.fallback)}`, 'use whole numbers: fallback: { failures: 3, replicas: 1 }, at most max');
}

/** Refuses a trigger on metrics that nobody collects. */
export function refuseUnscrapedQueue(where: string, { replicas, runtime, monitoring }: MLServiceProps): void {
  if (typeof replicas !== 'object' || replicas.kind !== 'keda') return;
  if (!replicas.triggers.some(({ kind }) => kind === 'queue')) return;
  if (runtimeMetrics(runtime).waiting === undefined) {
    const fix = 'use KedaTrigger.prometheus({ … }) with a query of your own';
    throw new ConfigError(CODE, { where, what: `no metric is known for the queue of the runtime ${runtime.kind}`, fix });
  }
  if (monitoring !== undefined) return;
  const fix = 'add monitoring: Monitoring.pods(), or use KedaTrigger.prometheus({ … }) with the labels of your own scraping';
  throw new ConfigError(CODE, { where, what: 'the queue of the servers is watched, and nothing collects their metrics', fix });
}

function refuseBrokenTrigger(where: string, trigger: KedaTrigger): void {
  const { kind, server, average, activation = 0, authentication } = trigger ?? {};
  const query: unknown = trigger?.kind === 'prometheus' ? trigger.query : undefined;
  const queried = kind === 'queue' || (typeof query === 'string' && query.trim() !== '');
  const numbers = Number.isFinite(average) && average > 0 && Number.isFinite(activation) && activation >= 0;
  if (queried && numbers && typeof server === 'string' && /^https?:\/\/[^\s/]+/.test(server)) {
    if (authentication !== undefined) checkName(CODE, where, authentication, DNS_SUBDOMAIN);
    return;
  }
  const fix = "give the address, the query and what one replica handles: { server: 'http://prometheus:9090', query: '…', average: 5 }";
  throw new ConfigError(CODE, { where, what: `a trigger is ${JSON.stringify(trigger)}`, fix });
}

/** What every trigger of Prometheus has. */
interface PrometheusServer {
  /** Address of Prometheus as KEDA reaches it: `http://prometheus-operated.monitoring:9090`. */
  readonly server: string;
  /** What one replica is expected to handle; KEDA runs as many as bring the value's share down to this. Above zero. */
  readonly average: number;
  /** The value above which an idle service is woken. @default 0 */
  readonly activation?: number;
  /** A TriggerAuthentication of the namespace, by name or as an object. @default - none */
  readonly authentication?: string | NamedRef;
}

/** A query, and what its value means per replica. */
export interface PrometheusTrigger extends PrometheusServer {
  readonly kind: 'prometheus';
  /** PromQL that gives one number. */
  readonly query: string;
  readonly authentication?: string;
}

/** Requests that wait in the servers of the service itself. */
export interface QueueTrigger extends PrometheusServer {
  readonly kind: 'queue';
  readonly authentication?: string;
}

/** What KEDA watches. Made by {@link KedaTrigger}. */
export type KedaTrigger = PrometheusTrigger | QueueTrigger;

/** Reasons to scale. */
export const KedaTrigger = checkedFactories('KedaTrigger', {
  /** The value of a PromQL query. A query on the gateway sees requests that no server takes, so it can wake an idle service. */
  prometheus(props: PrometheusServer & { readonly query: string }): PrometheusTrigger {
    return { ...props, kind: 'prometheus', authentication: reference(props.authentication) };
  },
  /**
   * Requests that wait in the servers, which must be scraped by `monitoring`: `vllm:num_requests_waiting`, `tgi_queue_size` or
   * `nv_inference_pending_request_count`. Servers that do not run tell nothing, so it wakes none.
   */
  queue(props: PrometheusServer): QueueTrigger {
    return { ...props, kind: 'queue', authentication: reference(props.authentication) };
  },
});

function reference(named: string | NamedRef | undefined): string | undefined {
  return named === undefined ? undefined : nameOf(named);
}
