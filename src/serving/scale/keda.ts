import type { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { checkedFactories } from '../../base/validate-props';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

/** When an autoscaler may remove replicas. */
export interface ScaleDown {
  /**
   * How long the highest recent need keeps its replicas, in whole seconds, at most 1 hour: `Duration.minutes(20)` (`MLService.replicas`).
   *
   * A server that is removed in a lull has to start again after it.
   *
   * @default - as long as a start may take, from Kubernetes' own 5 minutes up to 1 hour
   * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window
   */
  readonly scaleDownAfter?: Duration;
}

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

export type KedaOptions = KedaBounds & KedaIdle;

export type KedaScale = KedaOptions & { readonly kind: 'keda' };

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
interface PrometheusTrigger extends PrometheusServer {
  readonly kind: 'prometheus';
  /** PromQL that gives one number. */
  readonly query: string;
  readonly authentication?: string;
}

/** Requests that wait in the servers of the service itself. */
interface QueueTrigger extends PrometheusServer {
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

const CODE = 'MLService.replicas';

/** Refuses what KEDA would refuse, or what would never scale. Bounds are checked with those of other autoscalers. */
export function refuseBrokenKeda(where: string, scale: KedaScale): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(CODE, { where, what, fix });
  };
  const idle: unknown = scale.idle;
  if (idle !== undefined && idle !== 0) refuse(`idle must be 0, got ${JSON.stringify(idle)}`, 'use idle: 0, or leave it out');
  if (idle === undefined && scale.cooldown !== undefined) {
    refuse('cooldown has no effect without idle', 'add idle: 0, or remove cooldown');
  }
  if (!Array.isArray(scale.triggers) || scale.triggers.length === 0) {
    refuse('the autoscaler has no triggers', "add triggers: [KedaTrigger.queue({ server: 'http://…', average: 5 })]");
  }
  for (const trigger of scale.triggers) refuseBrokenTrigger(where, trigger);
  if (scale.idle === 0 && scale.triggers.every(({ kind }) => kind === 'queue')) {
    refuse(
      'nothing would wake the service: without servers there are no metrics of waiting requests',
      "add KedaTrigger.prometheus({ … }) with a query on the gateway's requests, or remove idle",
    );
  }
  const { failures = 3, replicas = scale.min } = scale.fallback ?? {};
  if (Number.isInteger(failures) && failures >= 1 && Number.isInteger(replicas) && replicas >= 0 && replicas <= scale.max) return;
  refuse(`invalid fallback ${JSON.stringify(scale.fallback)}`, 'use whole numbers: fallback: { failures: 3, replicas: 1 }, at most max');
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
  throw new ConfigError(CODE, { where, what: `invalid trigger ${JSON.stringify(trigger)}`, fix });
}
