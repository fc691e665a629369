import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CapacityPool } from './capacity';
import type { WorkloadDemand } from './demand';
import { flavorQuotas, mayBorrow, type QueueSpec } from './queue-spec';

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
