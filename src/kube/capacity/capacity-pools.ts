import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { demandsBelow, type WorkloadDemand } from './demand';
import { flavorQuotas, mayBorrow, type QueueSpec } from './queue-spec';

/** Devices that there are, by resource, or by resource and product: `{ 'nvidia.com/gpu/H100': 8 }`. */
export type DeclaredCapacity = Readonly<Record<string, number>>;

/** Devices of one resource, or of one product of it, that some workloads share. */
export interface CapacityPool {
  /** `nvidia.com/gpu`, or `nvidia.com/gpu/H100`. */
  readonly key: string;
  /** What there is; undefined when it is not declared. */
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

/**
 * What the quotas below a construct leave to its workloads: the devices of each ResourceQuota, and of each ClusterQueue of Kueue.
 *
 * Left out are quotas that count some pods only, and queues of a cohort, which may borrow from queues that nobody here knows.
 */
export function quotaPools(owner: Construct, demands: readonly WorkloadDemand[]): readonly CapacityPool[] {
  const objects = owner.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  const quotas = objects.filter(({ kind }) => kind === 'ResourceQuota').flatMap((object) => resourceQuotaPools(object, demands));
  const locals = objects.filter(({ kind }) => kind === 'LocalQueue');
  const queues = objects.filter(({ kind }) => kind === 'ClusterQueue').flatMap((object) => clusterQueuePools(object, locals, demands));
  return [...quotas, ...queues]
    .filter(({ members }) => members.length > 0)
    .sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
}

interface ResourceQuota {
  readonly metadata: { readonly namespace?: string };
  readonly spec?: {
    readonly hard?: Readonly<Record<string, string | number>>;
    readonly scopes?: unknown;
    readonly scopeSelector?: unknown;
  };
}

function resourceQuotaPools(object: ApiObject, demands: readonly WorkloadDemand[]): readonly CapacityPool[] {
  const { metadata, spec = {} } = object.toJson() as ResourceQuota;
  if (spec.scopes !== undefined || spec.scopeSelector !== undefined) return [];
  const source = `ResourceQuota ${metadata.namespace}/${object.name}`;
  const inside = demands.filter(({ workload }) => workload.startsWith(`${metadata.namespace}/`));
  return Object.entries(spec.hard ?? {}).flatMap(([name, amount]) => {
    const resource = DEVICE_CLASS.exec(name)?.[1] ?? EXTENDED.exec(name)?.[1];
    return resource === undefined ? [] : [pool(source, resource, Number(amount), inside)];
  });
}

/** @see https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources */
const EXTENDED = /^requests\.([^/]+\/.+)$/;
const DEVICE_CLASS = /^(.+)\.deviceclass\.resource\.k8s\.io\/devices$/;

/** Runs wait in it, whatever local queue they came by, so the largest counts for all. */
function clusterQueuePools(object: ApiObject, locals: readonly ApiObject[], demands: readonly WorkloadDemand[]): readonly CapacityPool[] {
  const { spec = {} } = object.toJson() as { spec?: QueueSpec };
  if (mayBorrow(spec)) return [];
  const doors = new Set(
    locals.filter((local) => local.toJson().spec?.clusterQueue === object.name).map((local) => `${local.metadata.namespace}/${local.name}`),
  );
  const waiting = demands
    .filter(({ workload, queue }) => queue !== undefined && doors.has(`${workload.split('/')[0]}/${queue}`))
    .map((demand) => ({ ...demand, queue: object.name }));
  const amounts = new Map<string, number>();
  for (const { resource, amount } of flavorQuotas(spec)) {
    if (resource.includes('/')) amounts.set(resource, (amounts.get(resource) ?? 0) + Number(amount));
  }
  return [...amounts].map(([resource, amount]) => pool(`ClusterQueue ${object.name}`, resource, amount, waiting));
}

function pool(source: string, resource: string, declared: number, demands: readonly WorkloadDemand[]): CapacityPool {
  return { key: `${resource} (${source})`, declared, source, members: demands.filter((demand) => demand.resource === resource) };
}
