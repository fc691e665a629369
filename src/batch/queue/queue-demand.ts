import type { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { Environment } from '../../environment/environment';
import { planCapacity } from '../../kube/capacity/capacity-plan';
import { declareDemand } from '../../kube/capacity/demand';
import type { Demand } from '../../kube/capacity/pod-demand';
import { devicesOf, productOf } from '../../kube/capacity/pod-demand';
import type { Accelerator } from '../../kube/devices/accelerator';
import type { PodSet } from '../job-basics';

/** What one job requests from the queues of the cluster. */
export interface QueueDemand {
  readonly construct: Construct;
  /** The object that Kueue admits. */
  readonly object: ApiObject;
  /** The LocalQueue, if the job has one. */
  readonly queue: string | undefined;
  readonly accelerator: Accelerator | undefined;
  /** The pods that the job creates. */
  readonly pods: readonly PodSet[];
}

/**
 * Declares the devices that the pods of a job request to the capacity of its environment.
 *
 * Those of a Job are read from its object. The object of an engine does not show how many pods it leads to.
 */
export function declareDevices({ construct, object, queue, pods }: QueueDemand, engine: string): void {
  const demands = deviceDemands(object, queue, pods);
  if (engine !== 'none') declareDemand(construct, ...demands);
  const environment = Environment.of(construct);
  if (environment !== undefined && demands.length > 0) planCapacity(environment, environment.capacity);
}

/** Requests of devices, one per kind of pod and device. */
export function deviceDemands(object: ApiObject, queue: string | undefined, pods: readonly PodSet[]): readonly Demand[] {
  const waits = queue === undefined ? {} : { queue };
  return pods.flatMap(({ template: { spec = { containers: [] } }, count }) =>
    [...devicesOf(spec)].map(([resource, devices]): Demand => {
      const product = productOf(spec, resource);
      return {
        // Read late, because JSON patches change the name of a run.
        get workload() {
          return [object.metadata.namespace, object.name].filter((part) => part !== undefined).join('/');
        },
        resource,
        ...(product === undefined ? {} : { product }),
        devices,
        live: 0,
        batch: count,
        ...waits,
      };
    }),
  );
}

/** The cluster of a construct; empty outside an environment. */
export function clusterOf(construct: IConstruct): string {
  return Environment.of(construct)?.cluster ?? '';
}
