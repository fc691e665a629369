import type { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';

/** How long a request may take. Answers of language models stream for minutes; many routers cut a request off after one minute. */
export interface RouteTimeouts {
  /**
   * Time for the whole exchange, from the first byte of the request to the last byte of the answer: `Duration.minutes(10)`. Whole seconds.
   *
   * Gateway API: `timeouts.request`. nginx has no limit for a whole exchange, only one for silence between two reads; it is set to this time.
   *
   * @default - the router's own limit: it depends on the Gateway implementation; nginx allows 60 seconds of silence
   * @see https://gateway-api.sigs.k8s.io/geps/gep-1742/
   */
  readonly request?: Duration;
  /**
   * Time for one attempt at one backend, at most `request`: `Duration.minutes(5)`. Whole seconds.
   *
   * @default - the router's own limit
   */
  readonly backendRequest?: Duration;
}

/** Timeouts in whole seconds. */
export interface TimeoutSeconds {
  readonly request?: number;
  readonly backendRequest?: number;
}

const CODE = 'BlueGreenRoute.timeouts';

/** The longest time that the duration format of Gateway API can hold in hours. */
const MAX_SECONDS = 99_999 * 3600;

/** Timeouts in seconds. Refused: parts of seconds, less than one second, an attempt that may take longer than the exchange. */
export function resolveTimeouts(where: string, timeouts: RouteTimeouts = {}): TimeoutSeconds {
  const request = secondsOf(where, 'request', timeouts.request);
  const backendRequest = secondsOf(where, 'backendRequest', timeouts.backendRequest);
  if (request !== undefined && backendRequest !== undefined && backendRequest > request) {
    const what = `timeouts.backendRequest is ${backendRequest} s; it must be at most timeouts.request (${request} s)`;
    throw new ConfigError(CODE, { where, what, fix: 'raise request, or lower backendRequest' });
  }
  return { ...(request === undefined ? {} : { request }), ...(backendRequest === undefined ? {} : { backendRequest }) };
}

function secondsOf(where: string, name: string, duration: Duration | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const whole = wholeSeconds(CODE, where, duration, 1);
  if (whole <= MAX_SECONDS) return whole;
  const what = `timeouts.${name} is ${whole} s; the maximum is 99,999 hours`;
  throw new ConfigError(CODE, { where, what, fix: 'use for example Duration.minutes(10)' });
}
