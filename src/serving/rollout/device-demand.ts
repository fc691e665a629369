import type { Construct } from 'constructs';
import { Environment } from '../../environment/environment';
import { hasSpareUnit, planCapacity } from '../../kube/capacity/capacity-plan';
import { declareDemand } from '../../kube/capacity/demand';
import type { Demand } from '../../kube/capacity/pod-demand';
import type { Accelerator } from '../../kube/devices/accelerator';
import { type ClaimedDevices, isClaimed } from '../../kube/devices/claimed-devices';
import type { ExtendedResources } from '../../kube/pod/resources';
import type { ReplicaBounds } from '../scale/replicas';
import { type Rollout, surgePods } from './rollout';

/** What a service says of the devices it needs. */
export interface DeviceDemand {
  /** Namespace and name. */
  readonly workload: string;
  readonly accelerator: Accelerator | ClaimedDevices | undefined;
  readonly extendedResources: ExtendedResources | undefined;
  /** Pods that start and stop as one. */
  readonly podsOfUnit: number;
  readonly replicas: ReplicaBounds;
  readonly rollout: Rollout | undefined;
}

/** Declares the devices of a service, and has its environment added up. */
export function demandDevices(construct: Construct, demand: DeviceDemand): void {
  const environment = Environment.of(construct);
  if (environment !== undefined) planCapacity(environment, environment.capacity);
  const { workload, accelerator, extendedResources = {}, podsOfUnit, replicas, rollout } = demand;
  const units = {
    live: replicas.idle ?? replicas.min,
    autoscaled: replicas.max - (replicas.idle ?? replicas.min),
    surge: surgePods(rollout, replicas.max),
  };
  const others = Object.entries(extendedResources).map(([resource, count]) => ({ resource, count }));
  const all = [...(accelerator === undefined ? [] : [pooled(accelerator)]), ...others];
  declareDemand(construct, ...all.map(({ count, ...pool }): Demand => ({ workload, ...pool, devices: count * podsOfUnit, ...units })));
}

/** Claimed devices are counted by their class. */
function pooled(accelerator: Accelerator | ClaimedDevices): Pick<Demand, 'resource' | 'product'> & { readonly count: number } {
  const { count } = accelerator;
  if (isClaimed(accelerator)) return { resource: accelerator.deviceClass, count };
  const { resource, product } = accelerator;
  return { resource, ...(product === undefined ? {} : { product }), count };
}

/** Whether a service's environment has devices for one more pod of it. */
export function hasSpareDevice(construct: Construct): boolean {
  return hasSpareUnit(Environment.of(construct), construct);
}
