import { Duration, type Size, SizeRoundingBehavior } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';

/** How long a server may take from its start until it answers. Made by {@link Startup.within}. */
export interface Startup {
  readonly within: Duration;
}

/** The longest start. */
export const Startup = checkedFactories('Startup', {
  /**
   * From the start of the server's container until the model answers: loading, compiling, warming up, and for a runtime that fetches
   * from the hub itself, the download. Whole seconds, at least 10: `Startup.within(Duration.minutes(20))`. Kubernetes restarts a server
   * that takes longer.
   */
  within(duration: Duration): Startup {
    return { within: duration };
  },
});

/** The default without an accelerator. */
const DEFAULT_ON_CPU = Duration.minutes(2);

const MIN_SECONDS = 10;

/** The longest start in seconds. */
export function startupSeconds(where: string, startup: Startup | undefined, devices: number): number {
  if (startup === undefined && devices > 0) {
    const fix = 'measure one start and add half: startup: Startup.within(Duration.minutes(20))';
    throw new ConfigError('MLService.startup', { where, what: '`startup` is required with an accelerator', fix });
  }
  return wholeSeconds('MLService.startup', where, startup === undefined ? DEFAULT_ON_CPU : startup.within, MIN_SECONDS);
}

/** A slow but healthy connection; faster ones finish early. */
const DOWNLOAD_MIB_PER_SECOND = 50;

/** The longest time that a healthy download of this size takes. */
export function downloadSeconds(size: Size | undefined): number {
  return size === undefined ? 0 : Math.ceil(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }) / DOWNLOAD_MIB_PER_SECOND);
}
