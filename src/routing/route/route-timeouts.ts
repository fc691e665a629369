import type { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import type { TimeoutSeconds } from './resolved-route';

/** How long a request may take. Answers of language models are streamed for minutes, and routers cut them off after one. */
export interface RouteTimeouts {
  /**
   * An exchange that is done within this time is not cut off: from the first byte of the request to the last of the answer.
   *
   * Whole seconds. Gateway API: `timeouts.request`. nginx has no limit for the whole exchange, only one for silence between two reads; that
   * one is set to the same time.
   *
   * @default - the router's own: unlimited or not by Gateway implementation, 60 seconds of silence for nginx
   * @see https://gateway-api.sigs.k8s.io/geps/gep-1742/
   */
  readonly request?: Duration;
  /**
   * The same for one attempt against one backend; at most `request`.
   *
   * @default - the router's own
   */
  readonly backendRequest?: Duration;
}

const CODE = 'BlueGreenRoute.timeouts';

/** The longest time that the duration format of Gateway API can hold in hours. */
const MAX_SECONDS = 99_999 * 3600;

/** Timeouts in seconds. Refused: parts of seconds, less than one second, an attempt that may take longer than the whole. */
export function timeoutSeconds(where: string, timeouts: RouteTimeouts = {}): TimeoutSeconds {
  const request = seconds(where, 'request', timeouts.request);
  const backendRequest = seconds(where, 'backendRequest', timeouts.backendRequest);
  if (request !== undefined && backendRequest !== undefined && backendRequest > request) {
    const what = `timeouts.backendRequest (${backendRequest} s) is longer than timeouts.request (${request} s), which would end it first`;
    throw new ConfigError(CODE, { where, what, fix: 'raise request, or lower backendRequest' });
  }
  return { ...(request === undefined ? {} : { request }), ...(backendRequest === undefined ? {} : { backendRequest }) };
}

function seconds(where: string, name: string, duration: Duration | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const fix = 'use for example Duration.minutes(10)';
  if (typeof duration?.toMilliseconds !== 'function') {
    throw new ConfigError(CODE, { where, what: `timeouts.${name} is no Duration`, fix });
  }
  const whole = wholeSeconds(CODE, where, duration, 1);
  if (whole > MAX_SECONDS) throw new ConfigError(CODE, { where, what: `timeouts.${name} is longer than 99,999 hours`, fix });
  return whole;
}
