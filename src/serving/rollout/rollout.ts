import type { DeploymentStrategy } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkedFactories } from '../../base/validate-props';

/** How a new version replaces the old one. Made by a factory of the same name. */
export type Rollout = RollingRollout | { readonly kind: 'recreate' };

/** Old pods stop as new ones start, or a few at a time. */
export type RollingRollout = { readonly kind: 'auto' } | { readonly kind: 'inPlace' } | { readonly kind: 'surge'; readonly pods: number };

/** Ways to replace a version. */
export const Rollout = checkedFactories('Rollout', {
  /**
   * What the devices allow. Without an accelerator: a quarter more pods, none missing. With one: `surge(1)` when the environment's capacity
   * has room for one more pod beside all that its workloads may need at once; `inPlace()` when it has not, or when nobody declared a
   * capacity. Where the room is not enough for all, services get it in the order of their names.
   */
  auto(): RollingRollout {
    return { kind: 'auto' };
  },
  /** One pod, or group of pods on several nodes, at a time stops before its successor starts: needs no spare device. A single replica does not answer meanwhile. */
  inPlace(): RollingRollout {
    return { kind: 'inPlace' };
  },
  /** `pods` more than usual start before as many old ones stop: needs their devices to be free. */
  surge(pods: number): RollingRollout {
    return { kind: 'surge', pods };
  },
  /** All pods stop before the first new one starts: for models that may not run in two versions at once. */
  recreate(): Rollout {
    return { kind: 'recreate' };
  },
});

/** The Deployment's strategy. `spare` tells the automatic choice whether there are devices for one more pod; without an accelerator there are. */
export function deploymentStrategy(
  where: string,
  rollout: Rollout | undefined,
  spare: 'device' | 'none' | 'unlimited',
): DeploymentStrategy {
  switch (rollout?.kind ?? 'auto') {
    case 'auto':
      if (spare === 'unlimited') return rolling(QUARTER, 0);
      return spare === 'device' ? rolling(1, 0) : rolling(0, 1);
    case 'inPlace':
      return rolling(0, 1);
    case 'surge':
      return rolling(checkSurge(where, (rollout as { readonly pods: number }).pods), 0);
    case 'recreate':
      return { type: 'Recreate' };
    default:
      throw new ConfigError('MLService.rollout', {
        where,
        what: `rollout is ${JSON.stringify(rollout)}`,
        fix: 'use Rollout.auto(), inPlace(), surge(1) or recreate()',
      });
  }
}

/** Pods that a rollout adds to at most `replicas`; `auto` when the devices decide. */
export function surgePods(rollout: Rollout | undefined, replicas: number): number | 'auto' {
  if (rollout === undefined || rollout.kind === 'auto') return 'auto';
  return rollout.kind === 'surge' ? Math.min(rollout.pods, replicas) : 0;
}

/** Pods that a strategy adds to at most `replicas`. */
export function mostSurge(strategy: DeploymentStrategy | undefined, replicas: number): number {
  if (strategy?.rollingUpdate === undefined) return 0;
  const { maxSurge } = strategy.rollingUpdate;
  return maxSurge === QUARTER ? Math.ceil(replicas / 4) : Number(maxSurge);
}

/** How many times in a row pods start during a rollout: the budget of a rollout is that many starts. */
export function rolloutWaves(strategy: DeploymentStrategy, replicas: number): number {
  if (strategy.rollingUpdate === undefined) return 1;
  return Math.ceil(replicas / (mostSurge(strategy, replicas) + Number(strategy.rollingUpdate.maxUnavailable)));
}

const QUARTER = '25%';

function rolling(maxSurge: number | string, maxUnavailable: number): DeploymentStrategy {
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
}

function checkSurge(where: string, pods: number): number {
  if (Number.isInteger(pods) && pods >= 1) return pods;
  const fix = 'use Rollout.surge(1), or Rollout.inPlace() for none';
  throw new ConfigError('MLService.rollout', { where, what: `a surge of ${pods} pods is no whole number of at least 1`, fix });
}
