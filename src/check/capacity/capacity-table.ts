import type { IConstruct } from 'constructs';
import { capacityOf } from '../../kube/capacity/capacity-plan';
import { capacityPools } from '../../kube/capacity/capacity-pools';
import { type Peak, peakSum, plannedSurges, poolPeak, type Surges, workloadPeak } from '../../kube/capacity/peak';

/** One line of the table: what a resource or a workload needs at once, in devices. */
export interface CapacityRow extends Peak {
  /** `nvidia.com/gpu/H100`, or `team-a/llama`. */
  readonly name: string;
  /** All reasons together. */
  readonly peak: number;
}

/** The devices of one resource, or of one product of it. */
export interface CapacityResource extends CapacityRow {
  /** What the environment has; undefined when it is not declared. */
  readonly declared?: number;
  readonly workloads: readonly CapacityRow[];
}

/** What one environment needs. */
export interface CapacityTable {
  readonly environment: string;
  readonly resources: readonly CapacityResource[];
}

/** The table of every environment of an app whose workloads are added up, in the order of their names. */
export function capacityTables(root: IConstruct): readonly CapacityTable[] {
  return root.node
    .findAll()
    .filter((construct) => capacityOf(construct) !== undefined)
    .map((owner) => ({ environment: owner.node.path, resources: resourcesOf(owner) }))
    .sort((left, right) => (left.environment < right.environment ? -1 : 1));
}

function resourcesOf(owner: IConstruct): readonly CapacityResource[] {
  const pools = capacityPools(owner, capacityOf(owner) ?? {});
  const surges = plannedSurges(pools);
  return pools.map((pool) => ({
    ...row(pool.key, poolPeak(pool, surges)),
    ...(pool.declared === undefined ? {} : { declared: pool.declared }),
    workloads: pool.members.map((member) => workloadRow(member, surges)),
  }));
}

function workloadRow(member: Parameters<typeof workloadPeak>[0], surges: Surges): CapacityRow {
  return row(member.workload, workloadPeak(member, surges));
}

function row(name: string, peak: Peak): CapacityRow {
  return { name, ...peak, peak: peakSum(peak) };
}
