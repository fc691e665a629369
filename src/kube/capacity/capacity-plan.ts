import type { Construct, IConstruct } from 'constructs';
import { errorFinding, type Finding } from '../../base/finding';
import { addFindings } from '../construct-findings';
import { onPrepare } from '../delivery/prepare';
import { type CapacityPool, capacityPools, type DeclaredCapacity } from './capacity-pools';
import { PEAK_TERMS, type Peak, type PeakTerm, peakSum, plannedSurges, poolPeak, type Surges, workloadPeak } from './peak';

// In the node's metadata, for the reason that demand.ts gives.
const CAPACITY = 'cdk8s-mlops:capacity';

const SURGES = new WeakMap<Construct, Surges>();

/**
 * Has the workloads below a construct added up, and refuses more than there is (`Environment.capacity`): by what was declared, and by the
 * quotas among the objects themselves.
 *
 * Called by every workload for its environment; only the first call does anything.
 */
export function planCapacity(owner: Construct, capacity: DeclaredCapacity = {}): void {
  if (capacityOf(owner) !== undefined) return;
  owner.node.addMetadata(CAPACITY, capacity);
  onPrepare(owner, () => SURGES.set(owner, plannedSurges(capacityPools(owner, capacity))));
  addFindings(owner, () => capacityFindings(owner, capacity));
}

/** What a construct declared, if its workloads are added up. */
export function capacityOf(owner: IConstruct): DeclaredCapacity | undefined {
  return owner.node.metadata.find(({ type }) => type === CAPACITY)?.data as DeclaredCapacity | undefined;
}

/** Whether the automatic rollout of a workload gets a spare unit. Asked when everything stands, because every other workload matters. */
export function hasSpareUnit(owner: Construct | undefined, workload: Construct): boolean {
  const capacity = owner === undefined ? undefined : capacityOf(owner);
  if (owner === undefined || capacity === undefined) return false;
  return (SURGES.get(owner) ?? plannedSurges(capacityPools(owner, capacity))).has(workload);
}

const TITLES: Readonly<Record<PeakTerm, string>> = {
  live: 'live',
  idle: 'idle color',
  surge: 'surge',
  autoscaler: 'autoscaler',
  batch: 'batch',
};

/** `live 4 + surge 2`; what is zero is left out. */
export function peakText(peak: Peak): string {
  return PEAK_TERMS.filter((term) => peak[term] > 0)
    .map((term) => `${TITLES[term]} ${peak[term]}`)
    .join(' + ');
}

function capacityFindings(owner: Construct, capacity: DeclaredCapacity): readonly Finding[] {
  const pools = capacityPools(owner, capacity);
  const surges = plannedSurges(pools);
  return pools.flatMap((pool) => {
    const peak = poolPeak(pool, surges);
    if (pool.declared === undefined || peakSum(peak) <= pool.declared) return [];
    return [errorFinding('Environment.capacity', { where: owner.node.path, what: sumText(pool, peak, surges), fix: fixOf(pool) })];
  });
}

function fixOf({ source }: CapacityPool): string {
  const more = source === undefined ? 'declare what the clusters really have' : `raise the ${source}`;
  return `lower replicas or max, use Rollout.inPlace(), or ${more}`;
}

function sumText(pool: CapacityPool, peak: Peak, surges: Surges): string {
  const lines = pool.members.flatMap((member) => {
    const own = workloadPeak(member, surges);
    const queue = member.queue === undefined ? '' : ` (waits in the queue "${member.queue}", of which the largest counts)`;
    return peakSum(own) === 0 ? [] : [`\n    ${member.workload}: ${peakText(own)}${queue}`];
  });
  return `${pool.key}: ${peakText(peak)} = ${peakSum(peak)}, and ${pool.declared} are ${pool.source === undefined ? 'declared' : 'allowed'}${lines.join('')}`;
}
