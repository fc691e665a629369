import { Duration } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { wholeSeconds } from '../base/units';

/** How long the server may take from its start until it answers. Made by {@link Startup.within}. */
export interface Startup {
  readonly within: Duration;
}

/** The time that a start may take. */
export const Startup = {
  /**
   * From the start of the server's container until the model answers: loading, compiling, warming up, and for a runtime that fetches
   * from the hub itself, the download. Whole seconds, at least 10. Kubernetes restarts a server that takes longer.
   */
  within(duration: Duration): Startup {
    return { within: duration };
  },
} as const;

/** What a service without an accelerator gets when it does not say. */
const DEFAULT_ON_CPU = Duration.minutes(2);

const SHORTEST_SECONDS = 10;

/** The startup budget in seconds. */
export function startupSeconds(where: string, startup: Startup | undefined, devices: number): number {
  if (startup === undefined && devices > 0) {
    const fix = 'measure one start and add half: startup: Startup.within(Duration.minutes(20))';
    throw new ConfigError('MLService.startup', { where, what: 'nobody said how long a start on an accelerator may take', fix });
  }
  const within = startup === undefined ? DEFAULT_ON_CPU : startup?.within;
  if (typeof within?.toMilliseconds !== 'function') {
    const fix = 'use startup: Startup.within(Duration.minutes(20))';
    throw new ConfigError('MLService.startup', { where, what: `startup is ${JSON.stringify(startup)}`, fix });
  }
  return wholeSeconds('MLService.startup', where, within, SHORTEST_SECONDS);
}
