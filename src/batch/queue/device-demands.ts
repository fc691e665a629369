import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Environment } from '../../environment/environment';
import { planCapacity } from '../../kube/capacity/capacity-plan';
import { type Demand, declareDemand } from '../../kube/capacity/demand';
import { devicesOf, productOf } from '../../kube/capacity/pod-demand';
import type { PodSet } from '../rendered-job';

/** The devices that the pods of a job ask for. */
export function deviceDemands(object: ApiObject, queue: string | undefined, pods: readonly PodSet[]): readonly Demand[] {
  const workload = [object.metadata.namespace, object.name].filter((part) => part !== undefined).join('/');
  const waits = queue === undefined ? {} : { queue };
  return pods.flatMap(({ template: { spec = { containers: [] } }, count }) =>
    [...devicesOf(spec)].map(([resource, devices]): Demand => {
      const product = productOf(spec, resource);
      return { workload, resource, ...(product === undefined ? {} : { product }), devices, live: 0, batch: count, ...waits };
    }),
  );
}

/**
 * Takes devices into the account of the environment.
 *
 * Those of a Job are read from it; the object of an engine does not tell anybody how many pods it makes.
 */
export function rememberDevices(job: Construct, demands: readonly Demand[], { engine }: { readonly engine?: unknown }): void {
  if (engine !== undefined) declareDemand(job, ...demands);
  const environment = Environment.of(job);
  if (environment !== undefined && demands.length > 0) planCapacity(environment, environment.capacity);
}
