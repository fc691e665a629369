import type { ApiObject } from 'cdk8s';
import type { Demand } from '../kube/demand';
import { devicesOf, productOf } from '../kube/pod-demand';
import type { PodSet } from './rendered-job';

/** The devices of a job, for the account of its environment: the object of an engine does not tell anybody else how many pods it makes. */
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
