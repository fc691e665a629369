import type { CapacityPool } from './capacity-pools';
import type { WorkloadDemand } from './demand';

/** Why devices are needed, in the order in which people read them. */
export const PEAK_TERMS = ['live', 'idle', 'surge', 'autoscaler', 'batch'] as const;
export type PeakTerm = (typeof PEAK_TERMS)[number];

/** Devices by reason. */
export type Peak = Readonly<Record<PeakTerm, number>>;

/** The workloads whose automatic rollout gets a spare unit. */
export type Surges = ReadonlySet<unknown>;

const NOTHING: Peak = { live: 0, idle: 0, surge: 0, autoscaler: 0, batch: 0 };

/** What one workload may need at once. */
export function workloadPeak(
  { devices, live, autoscaled = 0, surge = 0, batch = 0, idle, construct }: WorkloadDemand,
  surges: Surges,
): Peak {
  const spare = surge === 'auto' ? Number(surges.has(construct)) : surge;
  const running = idle ? { live: 0, idle: live } : { live, idle: 0 };
  const units: Peak = { ...running, surge: spare, autoscaler: autoscaled, batch };
  return mapTerms((term) => units[term] * devices);
}

/**
 * What all workloads of a pool may need at once.
 *
 * Runs that wait in one queue start as devices get free, so the largest of them counts for all.
 */
export function poolPeak({ members }: CapacityPool, surges: Surges): Peak {
  const queued = members.filter(({ queue }) => queue !== undefined);
  const free = members.filter(({ queue }) => queue === undefined).map((member) => workloadPeak(member, surges));
  const queues = [...new Set(queued.map(({ queue }) => queue))].map((queue): Peak => {
    const runs = queued.filter((member) => member.queue === queue).map((member) => workloadPeak(member, surges).batch);
    return { ...NOTHING, batch: Math.max(...runs) };
  });
  return [...free, ...queues].reduce<Peak>((sum, peak) => mapTerms((term) => sum[term] + peak[term]), NOTHING);
}

/** All reasons together. */
export function peakSum(peak: Peak): number {
  return PEAK_TERMS.reduce((sum, term) => sum + peak[term], 0);
}

/**
 * Which automatic rollouts get a spare unit: one after the other by name, as long as everything fits into what is declared.
 *
 * A single commit may change every workload, so their rollouts are added up. Where nothing is declared, none gets one.
 */
export function plannedSurges(pools: readonly CapacityPool[]): Surges {
  const surges = new Set<unknown>();
  const free = new Map(pools.map((pool) => [pool, (pool.declared ?? Number.POSITIVE_INFINITY) - peakSum(poolPeak(pool, surges))]));
  for (const [construct, needs] of automaticNeeds(pools)) {
    const declared = needs.some(({ pool }) => pool.declared !== undefined);
    if (!declared || needs.some(({ pool, devices }) => (free.get(pool) ?? 0) < devices)) continue;
    surges.add(construct);
    for (const { pool, devices } of needs) free.set(pool, (free.get(pool) ?? 0) - devices);
  }
  return surges;
}

interface Need {
  readonly pool: CapacityPool;
  /** Of one more unit. */
  readonly devices: number;
}

/** Workloads with an automatic rollout, with what one more unit takes of each pool: it may ask for several resources. */
function automaticNeeds(pools: readonly CapacityPool[]): readonly (readonly [unknown, readonly Need[]])[] {
  const found = new Map<unknown, { readonly workload: string; readonly needs: Need[] }>();
  for (const pool of pools) {
    for (const { construct, workload, surge, devices } of pool.members) {
      if (surge !== 'auto') continue;
      const known = found.get(construct);
      if (known === undefined) found.set(construct, { workload, needs: [{ pool, devices }] });
      else known.needs.push({ pool, devices });
    }
  }
  const byName = [...found].sort(([, left], [, right]) => compare(left.workload, right.workload));
  return byName.map(([construct, { needs }]) => [construct, needs]);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function mapTerms(of: (term: PeakTerm) => number): Peak {
  return { live: of('live'), idle: of('idle'), surge: of('surge'), autoscaler: of('autoscaler'), batch: of('batch') };
}
