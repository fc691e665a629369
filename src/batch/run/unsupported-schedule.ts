import { ConfigError } from '../../base/config-error';
import type { RunScheduledOptions } from './run';

/** Refuses options of a schedule that the engine's kind has no field for. The compiler does so already; this is for callers without one. */
export function refuseUnsupportedSchedule(
  where: string,
  kind: string,
  run: Readonly<Partial<Record<keyof RunScheduledOptions, unknown>>>,
  options: readonly (keyof RunScheduledOptions)[],
): void {
  const lost = options.find((option) => run[option] !== undefined);
  if (lost === undefined) return;
  throw new ConfigError(`BatchJob.${lost}`, { where, what: `a ${kind} has no field for ${lost}`, fix: 'take it out' });
}
