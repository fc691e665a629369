import type { ApiObject } from 'cdk8s';
import type { Accelerator } from '../kube/accelerator';
import type { Demand } from '../kube/demand';
import type { PodSet } from './rendered-job';

/** The devices of a job, for the account of its environment: the object of an engine does not tell anybody else how many pods it makes. */
export function deviceDemands(
  object: ApiObject,
  queue: string | undefined,
  accelerator: Accelerator | undefined,
  pods: readonly PodSet[],
): readonly Demand[] {
  if (accelerator === undefined) return [];
  const { resource, product } = accelerator;
  const workload = [object.metadata.namespace, object.name].filter((part) => part !== undefined).join('/');
  const common = { workload, resource, ...(product === undefined ? {} : { product }), live: 0, ...(queue === undefined ? {} : { queue }) };
  return pods.flatMap(({ template, count }) => {
    const devices = devicesOf(template, resource);
    return devices === 0 ? [] : [{ ...common, devices, batch: count }];
  });
}

/** Devices of one pod. */
function devicesOf({ spec }: PodSet['template'], resource: string): number {
  return (spec?.containers ?? []).reduce((sum, container) => sum + Number(container.resources?.limits?.[resource] ?? 0), 0);
}
