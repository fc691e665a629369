import { ConfigError } from '../../base/config-error';
import { checkedFactories } from '../../base/validate-props';
import type { InactiveRelease } from '../../environment/release-file';
import { isColor, otherColor } from './colors';
import type { LiveTraffic } from './live-traffic';

/** The idle color runs as it says itself. */
export interface WarmInactive {
  readonly kind: 'warm';
}

/** The idle color runs smaller. */
export interface ScaledInactive {
  readonly kind: 'scaledTo';
  readonly replicas: number;
}

/** The idle color does not run. */
export interface OffInactive {
  readonly kind: 'off';
}

/** What becomes of the color that is not live. Made by {@link Inactive}. */
export type Inactive = WarmInactive | ScaledInactive | OffInactive;

/**
 * Ways of keeping the color that is not live. Its autoscaler and its disruption budget follow, its pods are not restarted.
 *
 * Only a warm color can go live: waking it and sending users to it are two commits, so that its pods are ready in between.
 */
export const Inactive = checkedFactories('Inactive', {
  /** As many pods as it says itself: it can take all users at once. */
  warm(): WarmInactive {
    return { kind: 'warm' };
  },
  /** So many pods: enough for previews, copies and a small share. Refused: no whole number of at least 1 (`BlueGreenRoute.inactive`). */
  scaledTo(replicas: number): ScaledInactive {
    return { kind: 'scaledTo', replicas };
  },
  /** No pods, and no devices. The route leaves its preview out; a share or copies for it are refused (`BlueGreenRoute.inactive`). */
  off(): OffInactive {
    return { kind: 'off' };
  },
});

const CODE = 'BlueGreenRoute.inactive';

/** The policy, checked. Refused: what is none, a size that is no number of pods, users or copies for a color that is off. */
export function checkInactive(where: string, inactive: Inactive = { kind: 'warm' }, { live, weights, shadow }: LiveTraffic): Inactive {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(CODE, { where, what, fix });
  };
  const kind: unknown = inactive?.kind;
  if (kind !== 'warm' && kind !== 'scaledTo' && kind !== 'off')
    refuse(`inactive is ${JSON.stringify(inactive)}`, 'use Inactive.warm(), Inactive.scaledTo(1) or Inactive.off()');
  if (inactive.kind === 'scaledTo' && !(Number.isInteger(inactive.replicas) && inactive.replicas >= 1 && inactive.replicas <= 100_000))
    refuse(`the idle color is scaled to ${JSON.stringify(inactive.replicas)}`, 'use a whole number of at least 1, or Inactive.off()');
  if (inactive.kind !== 'off') return inactive;
  const idle = isColor(live) ? otherColor(live) : live;
  const fix = `wake it in a commit of its own, or send it nothing`;
  if (weights[idle] > 0) refuse(`${idle} is off and would get ${weights[idle]} % of the requests`, fix);
  if (shadow !== undefined) refuse(`${idle} is off and would get copies of ${shadow} % of the requests`, fix);
  return inactive;
}

/** The policy as the release file says it: `off`, `warm`, or a number of pods. */
export function inactiveOf(release: InactiveRelease | undefined): Inactive | undefined {
  if (release === undefined) return undefined;
  return typeof release === 'number' ? Inactive.scaledTo(release) : ({ kind: release } as Inactive);
}
