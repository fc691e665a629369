import { checkedFactories } from '../../base/validate-props';
import type { InactiveRelease } from '../../environment/release-file';

/** The idle color keeps the size that its own props give it. */
export interface WarmInactive {
  readonly kind: 'warm';
}

/** The idle color runs fewer pods. */
export interface ScaledInactive {
  readonly kind: 'scaledTo';
  /** Number of pods, at least 1. */
  readonly replicas: number;
}

/** The idle color has no pods. */
export interface OffInactive {
  readonly kind: 'off';
}

/** Size of the color that is not live. Created by {@link Inactive}. */
export type Inactive = WarmInactive | ScaledInactive | OffInactive;

/**
 * Size of the color that is not live. Its autoscaler and its disruption budget follow; its pods are not restarted.
 *
 * Only a warm color can go live. Waking it and sending users to it are two commits, so that its pods are ready in between.
 */
export const Inactive = checkedFactories('Inactive', {
  /** As many pods as its own props ask for: it can take all users at once. */
  warm(): WarmInactive {
    return { kind: 'warm' };
  },
  /** This many pods: enough for previews, copies and a small share. Must be a whole number of at least 1 (`BlueGreenRoute.inactive`). */
  scaledTo(replicas: number): ScaledInactive {
    return { kind: 'scaledTo', replicas };
  },
  /** No pods and no devices. The route then has no preview; giving the color a share or copies is refused (`BlueGreenRoute.inactive`). */
  off(): OffInactive {
    return { kind: 'off' };
  },
});

/** The size as a release file has it: `off`, `warm`, or a number of pods. */
export function inactiveFromRelease(release: InactiveRelease | undefined): Inactive | undefined {
  if (release === undefined) return undefined;
  return typeof release === 'number' ? Inactive.scaledTo(release) : { kind: release };
}
