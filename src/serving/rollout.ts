import type { DeploymentStrategy } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import type { Capacity } from '../environment/environment';
import type { Accelerator } from '../kube/accelerator';
import type { ReplicaBounds } from './scale';

/** How a new version replaces the old one. Made by a factory of the same name. */
export type Rollout =
  | { readonly kind: 'auto' }
  | { readonly kind: 'inPlace' }
  | { readonly kind: 'surge'; readonly pods: number }
  | { readonly kind: 'recreate' };

/** Ways to replace a version. */
export const Rollout = {
  /**
   * What the devices allow. Without an accelerator: a quarter more pods, none missing. With one: `surge(1)` when the environment's capacity
   * has room for one more pod than the service may have; `inPlace()` when it has not, or when nobody declared a capacity.
   */
  auto(): Rollout {
    return { kind: 'auto' };
  },
  /** One pod at a time stops before its successor starts: needs no spare device. A single replica does not answer meanwhile. */
  inPlace(): Rollout {
    return { kind: 'inPlace' };
  },
  /** `pods` more than usual start before as many old ones stop: needs their devices to be free. */
  surge(pods: number): Rollout {
    return { kind: 'surge', pods };
  },
  /** All pods stop before the first new one starts: for models that may not run in two versions at once. */
  recreate(): Rollout {
    return { kind: 'recreate' };
  },
} as const;

/** What the automatic choice looks at. */
export interface RolloutSite {
  readonly where: string;
  readonly replicas: ReplicaBounds;
  readonly accelerator: Accelerator | undefined;
  readonly capacity: Capacity | undefined;
}

/** The Deployment's strategy. */
export function deploymentStrategy(rollout: Rollout | undefined, site: RolloutSite): DeploymentStrategy {
  switch (rollout?.kind ?? 'auto') {
    case 'auto':
      return automatic(site);
    case 'inPlace':
      return rolling(0, 1);
    case 'surge':
      return rolling(checkSurge(site.where, (rollout as { readonly pods: number }).pods), 0);
    case 'recreate':
      return { type: 'Recreate' };
    default:
      throw new ConfigError('MLService.rollout', {
        where: site.where,
        what: `rollout is ${JSON.stringify(rollout)}`,
        fix: 'use Rollout.auto(), inPlace(), surge(1) or recreate()',
      });
  }
}

/** How many times in a row pods start during a rollout: the budget of a rollout is that many starts. */
export function rolloutWaves(strategy: DeploymentStrategy, replicas: number): number {
  if (strategy.rollingUpdate === undefined) return 1;
  const { maxSurge, maxUnavailable } = strategy.rollingUpdate;
  const surge = maxSurge === QUARTER ? Math.ceil(replicas / 4) : Number(maxSurge);
  return Math.ceil(replicas / (surge + Number(maxUnavailable)));
}

/** Free devices for a pod of this kind as far as a capacity tells, or undefined when it does not. */
export function declaredDevices(accelerator: Accelerator, capacity: Capacity): number | undefined {
  const { resource, product } = accelerator;
  const exact = product === undefined ? undefined : capacity[`${resource}/${product}`];
  if (exact !== undefined) return exact;
  if (capacity[resource] !== undefined) return capacity[resource];
  const products = Object.keys(capacity).filter((key) => key.startsWith(`${resource}/`));
  // A pod that names no product may land on any of them; one that names another product may land on none.
  if (product !== undefined || products.length === 0) return undefined;
  return products.reduce((sum, key) => sum + (capacity[key] ?? 0), 0);
}

const QUARTER = '25%';

function automatic({ accelerator, capacity, replicas }: RolloutSite): DeploymentStrategy {
  if (accelerator === undefined) return rolling(QUARTER, 0);
  const devices = capacity === undefined ? undefined : declaredDevices(accelerator, capacity);
  const needed = (replicas.max + 1) * accelerator.count;
  return devices !== undefined && needed <= devices ? rolling(1, 0) : rolling(0, 1);
}

function rolling(maxSurge: number | string, maxUnavailable: number): DeploymentStrategy {
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } };
}

function checkSurge(where: string, pods: number): number {
  if (Number.isInteger(pods) && pods >= 1) return pods;
  const fix = 'use Rollout.surge(1), or Rollout.inPlace() for none';
  throw new ConfigError('MLService.rollout', { where, what: `a surge of ${pods} pods is no whole number of at least 1`, fix });
}
