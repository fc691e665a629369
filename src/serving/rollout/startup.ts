import { Duration, type Size, SizeRoundingBehavior } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import type { Shutdown } from '../shutdown';

/** How long the server may take from its start until it answers. Made by {@link Startup.within}. */
export interface Startup {
  readonly within: Duration;
}

/** The time that a start may take. */
export const Startup = checkedFactories('Startup', {
  /**
   * From the start of the server's container until the model answers: loading, compiling, warming up, and for a runtime that fetches
   * from the hub itself, the download. Whole seconds, at least 10. Kubernetes restarts a server that takes longer.
   */
  within(duration: Duration): Startup {
    return { within: duration };
  },
});

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

/** For scheduling and for pulling the images: kaito#2325 measured 511 s from pending to a running container of a cold node. */
const IMAGE_PULL = 600;

/** A slow but healthy connection; faster ones just finish early. */
const DOWNLOAD_MIB_PER_SECOND = 50;

/** How long one pod may take until it is ready, in seconds, and out of what. */
export interface ProgressDeadline {
  readonly seconds: number;
  readonly reason: string;
}

/**
 * The sum behind `progressDeadlineSeconds`: less than this, and Kubernetes gives up on a rollout that is going well.
 *
 * The stop of the predecessor is in it because a new pod may have to wait for its device.
 */
export function progressDeadline(startup: number, stop: Shutdown, downloadedFirst: Size | undefined): ProgressDeadline {
  const download = downloadedFirst === undefined ? 0 : downloadSeconds(downloadedFirst);
  const terms: [string, number][] = [
    ['startup', startup],
    ['image pull', IMAGE_PULL],
    ['stop of the old pod', stop.grace],
    ...(download === 0 ? [] : [['model download', download] as [string, number]]),
  ];
  const seconds = terms.reduce((sum, [, term]) => sum + term, 0);
  return { seconds, reason: terms.map(([name, term]) => `${name} ${term} s`).join(' + ') };
}

function downloadSeconds(size: Size): number {
  return Math.ceil(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }) / DOWNLOAD_MIB_PER_SECOND);
}
