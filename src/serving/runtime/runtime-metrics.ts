import type { Runtime } from './runtime';

/** A counter, and the label matcher of those of its series that count failures. */
export interface RequestCounter {
  /** The counter: `http_requests_total`. */
  readonly metric: string;
  /** PromQL matchers of the requests that count, where not all do: `handler!="/ready"`. */
  readonly of?: string;
  /** PromQL matchers: `status="5xx"`. */
  readonly errors: string;
}

/** A histogram of seconds, with the bounds that it counts at. */
export interface SecondsHistogram {
  readonly metric: string;
  readonly bounds: readonly number[];
}

/** What a server tells Prometheus: the one place that knows each runtime's metric names. */
export interface RuntimeMetrics {
  /** Failed and all requests: matchers on one counter, or a counter of each. */
  readonly requests?: RequestCounter | { readonly failed: string; readonly succeeded: string };
  readonly timeToFirstToken?: SecondsHistogram;
  readonly latency?: SecondsHistogram;
  /** A gauge of requests that wait to be worked on. */
  readonly waiting?: string;
}

const TTFT_BOUNDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560,
] as const;

const LATENCY_BOUNDS = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680] as const;

const METRICS: Readonly<Record<Runtime['kind'], RuntimeMetrics>> = {
  // Names with a colon are metrics here, not recording rules. @see https://docs.vllm.ai/en/stable/usage/metrics/
  vllm: {
    // Of the HTTP server; vLLM's own counters know no failures. The probes ask for the models, and would dilute what users get.
    requests: { metric: 'http_requests_total', of: 'handler!="/v1/models"', errors: 'status="5xx"' },
    timeToFirstToken: { metric: 'vllm:time_to_first_token_seconds', bounds: TTFT_BOUNDS },
    latency: { metric: 'vllm:e2e_request_latency_seconds', bounds: LATENCY_BOUNDS },
    waiting: 'vllm:num_requests_waiting',
  },
  // @see https://huggingface.co/docs/text-generation-inference/reference/metrics
  tgi: { requests: { failed: 'tgi_request_failure', succeeded: 'tgi_request_success' }, waiting: 'tgi_queue_size' },
  // @see https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/user_guide/metrics.html
  triton: {
    requests: { failed: 'nv_inference_request_failure', succeeded: 'nv_inference_request_success' },
    waiting: 'nv_inference_pending_request_count',
  },
  custom: {},
};

/** The metrics of a runtime. */
export function runtimeMetrics(runtime: Runtime): RuntimeMetrics {
  return METRICS[runtime.kind];
}

/** Matchers of a service's series: the monitors of this library set `job` to the service's name. */
export function seriesSelector(namespace: string, name: string, ...more: readonly (string | undefined)[]): string {
  const matchers = [`namespace="${namespace}"`, `job="${name}"`, ...more.filter((matcher) => matcher !== undefined)];
  return `{${matchers.join(',')}}`;
}
