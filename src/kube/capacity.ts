import type { Construct } from 'constructs';
import { demandsBelow, type WorkloadDemand } from './demand';
import { quotaPools } from './quota-pools';

/** Devices that there are, by resource, or by resource and product: `{ 'nvidia.com/gpu/H100': 8 }`. */
export type DeclaredCapacity = Readonly<Record<string, number>>;

/** Devices of one resource, or of one product of it, that some workloads share. */
export interface CapacityPool {
  /** `nvidia.com/gpu`, or `nvidia.com/gpu/H100`. */
  readonly key: string;
  /** What there is; undefined when nobody said. */
  readonly declared: number | undefined;
  /** The object of the app that limits it: `ResourceQuota team-a/team`. @default - the capacity that was declared */
  readonly source?: string;
  readonly members: readonly WorkloadDemand[];
}

/**
 * The pools of an owner's workloads. A workload that names a product draws from the product's pool and from the resource's, and from the
 * quotas of its namespace and of its queue.
 */
export function capacityPools(owner: Construct, capacity: DeclaredCapacity): readonly CapacityPool[] {
  const demands = demandsBelow(owner);
  const resources = new Set([...demands.map(({ resource }) => resource), ...Object.keys(capacity).map(resourceOf)]);
  const declared = [...resources].sort().flatMap((resource) =>
    poolsOf(
      resource,
      demands.filter((demand) => demand.resource === resource),
      capacity,
    ),
  );
  return [...declared, ...quotaPools(owner, demands)];
}

function poolsOf(resource: string, demands: readonly WorkloadDemand[], capacity: DeclaredCapacity): readonly CapacityPool[] {
  const declaredProducts = Object.keys(capacity).filter((key) => key.startsWith(`${resource}/`));
  const total = capacity[resource];
  const asked = demands.flatMap(({ product }) => (product === undefined ? [] : [`${resource}/${product}`]));
  const products = [...new Set([...declaredProducts, ...asked])].sort().map((key) => ({
    key,
    // Who lists products lists all: a product that is not among them is not there.
    declared: capacity[key] ?? (declaredProducts.length > 0 && total === undefined ? 0 : undefined),
    members: demands.filter(({ product }) => `${resource}/${product}` === key),
  }));
  const anyProduct = demands.some(({ product }) => product === undefined);
  if (total === undefined && !anyProduct) return products;
  const sum = declaredProducts.length === 0 ? undefined : declaredProducts.reduce((all, key) => all + (capacity[key] ?? 0), 0);
  return [{ key: resource, declared: total ?? sum, members: demands }, ...products];
}

/** `nvidia.com/gpu/H100` is a product of `nvidia.com/gpu`; a device class has no domain part of its own. */
function resourceOf(key: string): string {
  return key.split('/').slice(0, 2).join('/');
}
