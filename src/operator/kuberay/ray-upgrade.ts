import type { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';

export interface IncrementalUpgrade {
  /** GatewayClass of the Gateway that KubeRay makes to move requests. */
  readonly gatewayClassName: string;
  /** Share of the requests that moves in one step, in percent from 1 to 100. */
  readonly stepPercent: number;
  /** Time between two steps, in whole seconds. */
  readonly interval: Duration;
  /** How much of a second cluster may run beside the first, in percent from 1 to 100. @default 100 */
  readonly maxSurgePercent?: number;
}

/** How a change of the cluster reaches it. Made by a factory of the same name. */
export type RayUpgrade =
  | { readonly kind: 'newCluster' }
  | { readonly kind: 'none' }
  | (IncrementalUpgrade & { readonly kind: 'incremental' });

/** Ways to change a cluster. A change of the applications alone is carried out in place, whichever is chosen. */
export const RayUpgrade = checkedFactories('RayUpgrade', {
  /** A second, whole cluster starts beside the first: no request is lost, and twice the devices are needed (kuberay#1476). */
  newCluster(): RayUpgrade {
    return { kind: 'newCluster' };
  },
  /** A second cluster grows as the first one shrinks. Needs worker groups that Ray scales, and a Gateway API controller in the cluster. */
  incremental(props: IncrementalUpgrade): RayUpgrade {
    return { ...props, kind: 'incremental' };
  },
  /** Changes of the cluster wait until somebody deletes the RayCluster: for devices of which there are no others. */
  none(): RayUpgrade {
    return { kind: 'none' };
  },
});

/** The field of a RayService. */
export interface RayUpgradeStrategy {
  readonly type: 'NewCluster' | 'NewClusterWithIncrementalUpgrade' | 'None';
  readonly clusterUpgradeOptions?: {
    readonly gatewayClassName: string;
    readonly stepSizePercent: number;
    readonly intervalSeconds: number;
    readonly maxSurgePercent: number;
  };
}

const CODE = 'KubeRayService.upgrade';

/** The strategy; refuses what KubeRay would refuse. */
export function upgradeStrategy(where: string, upgrade: RayUpgrade, autoscaled: boolean): RayUpgradeStrategy {
  if (upgrade.kind === 'newCluster') return { type: 'NewCluster' };
  if (upgrade.kind === 'none') return { type: 'None' };
  if (upgrade.kind !== 'incremental') {
    const fix = 'use RayUpgrade.newCluster(), incremental({ … }) or none()';
    throw new ConfigError(CODE, { where, what: `upgrade is ${JSON.stringify(upgrade)}`, fix });
  }
  if (!autoscaled) {
    const fix = 'give a worker group bounds: replicas: { min: 1, max: 4 }';
    throw new ConfigError(CODE, { where, what: "the second cluster grows by Ray's autoscaler, and no worker group may grow", fix });
  }
  const { gatewayClassName, stepPercent, interval, maxSurgePercent = 100 } = upgrade;
  return {
    type: 'NewClusterWithIncrementalUpgrade',
    clusterUpgradeOptions: {
      gatewayClassName,
      stepSizePercent: percent(where, 'stepPercent', stepPercent),
      intervalSeconds: wholeSeconds(CODE, where, interval, 1),
      maxSurgePercent: percent(where, 'maxSurgePercent', maxSurgePercent),
    },
  };
}

/** Pods of a group that an upgrade adds to at most `most`. */
export function upgradeSurge(upgrade: RayUpgrade, most: number): number {
  if (upgrade.kind === 'none') return 0;
  return upgrade.kind === 'newCluster' ? most : Math.ceil((most * (upgrade.maxSurgePercent ?? 100)) / 100);
}

function percent(where: string, name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= 100) return value;
  throw new ConfigError(CODE, { where, what: `${name} is ${JSON.stringify(value)}`, fix: 'use a whole percent from 1 to 100' });
}
