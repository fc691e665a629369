import { Duration } from 'cdk8s';
import { goDuration, wholeSeconds } from '../base/units';

/** A duration as Flux reads it; whole seconds of at least one. */
export function fluxDuration(code: string, where: string, duration: Duration): string {
  return goDuration(wholeSeconds(code, where, duration, 1));
}

/** The same without hours: the pattern of a source's `timeout` knows only `m` and `s`. */
export function fluxMinutes(code: string, where: string, duration: Duration): string {
  const seconds = wholeSeconds(code, where, duration, 1);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${minutes > 0 ? `${minutes}m` : ''}${rest > 0 ? `${rest}s` : ''}`;
}

/** How often a source is looked at, unless told otherwise. */
export const SOURCE_INTERVAL = Duration.minutes(5);
