import { Duration } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { wholeSeconds } from '../base/units';

/** How a server stops, in seconds. */
export interface Shutdown {
  /** Between the order to stop and the signal to the server: requests still arrive while routers learn that the pod leaves. */
  readonly preStop: number;
  /** For running requests, after the signal. */
  readonly drain: number;
  /** After which the server is killed. Longer than the other two together. */
  readonly grace: number;
}

/** As long as KServe waits: endpoints, gateways and endpoint pickers need several seconds to forget a pod (kserve#5485). */
const PRE_STOP = 15;

/** For the server to exit once the last request is answered. */
const MARGIN = 5;

const LONGEST_DRAIN = 3600;

/** The stop sequence for a drain. */
export function shutdown(where: string, drain: Duration = Duration.seconds(30)): Shutdown {
  if (typeof drain?.toMilliseconds !== 'function') {
    const fix = 'use drain: Duration.seconds(45)';
    throw new ConfigError('MLService.drain', { where, what: `drain is ${JSON.stringify(drain)}`, fix });
  }
  const seconds = wholeSeconds('MLService.drain', where, drain, 1);
  if (seconds > LONGEST_DRAIN) {
    const fix = `use at most Duration.seconds(${LONGEST_DRAIN}); work that takes longer belongs into a BatchJob`;
    throw new ConfigError('MLService.drain', { where, what: `a drain of ${seconds} s holds up every node drain for as long`, fix });
  }
  return { preStop: PRE_STOP, drain: seconds, grace: PRE_STOP + seconds + MARGIN };
}
