import { type NamedRef, nameOf } from '../kube/environment-variables';

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
export const KedaTrigger = {
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
} as const;

function reference(named: string | NamedRef | undefined): string | undefined {
  return named === undefined ? undefined : nameOf(named);
}
