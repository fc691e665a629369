import type { Construct } from 'constructs';
import { Environment } from '../environment/environment';
import type { Accelerator } from '../kube/accelerator';
import { hasSpareUnit, planCapacity } from '../kube/capacity-plan';
import { declareDemand } from '../kube/demand';
import { type Rollout, surgePods } from './rollout';
import type { ReplicaBounds } from './scale';

/** What a service says of the devices it needs. */
export interface DeviceDemand {
  /** Namespace and name. */
  readonly workload: string;
  readonly accelerator: Accelerator | undefined;
  /** Pods that start and stop as one. */
  readonly podsOfUnit: number;
  readonly replicas: ReplicaBounds;
  readonly rollout: Rollout | undefined;
}

/** Declares the devices of a service, and has its environment added up. */
export function demandDevices(construct: Construct, { workload, accelerator, podsOfUnit, replicas, rollout }: DeviceDemand): void {
  const environment = Environment.of(construct);
  if (environment !== undefined) planCapacity(environment, environment.capacity);
  if (accelerator === undefined) {
    declareDemand(construct);
    return;
  }
  const { resource, product, count } = accelerator;
  declareDemand(construct, {
    workload,
    resource,
    ...(product === undefined ? {} : { product }),
    devices: count * podsOfUnit,
    live: replicas.idle ?? replicas.min,
    autoscaled: replicas.max - (replicas.idle ?? replicas.min),
    surge: surgePods(rollout, replicas.max),
  });
}

/** Whether a service's environment has devices for one more pod of it. */
export function hasSpareDevice(construct: Construct): boolean {
  return hasSpareUnit(Environment.of(construct), construct);
}
