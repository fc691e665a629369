import { Duration, type Size, SizeRoundingBehavior } from 'cdk8s';
import type { DeploymentStrategy } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import type { TimeBudget } from '../../kube/delivery/time-budget';

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
  throw new ConfigError('MLService.rollout', { where, what: `surge must be a whole number of at least 1, got ${pods}`, fix });
}

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

/** The time budget of a whole rollout: with the automatic strategy one pod at a time, whether there is a spare device or not. */
export function rolloutBudget({
  deadline,
  strategy,
  replicas,
  nodes,
}: {
  readonly deadline: TimeBudget;
  readonly strategy: (spareDevice: boolean) => DeploymentStrategy;
  readonly replicas: { readonly max: number };
  readonly nodes: number;
}): TimeBudget {
  const waves = rolloutWaves(strategy(false), replicas.max);
  if (waves === 1) return deadline;
  const reason = `${waves} ${nodes === 1 ? 'pods' : 'groups'} after one another × (${deadline.reason})`;
  return { seconds: waves * deadline.seconds, reason };
}
