import { type Size, SizeRoundingBehavior } from 'cdk8s';
import type { Shutdown } from './shutdown';

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
