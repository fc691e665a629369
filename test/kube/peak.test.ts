import { Construct } from 'constructs';
import fc from 'fast-check';
import type { CapacityPool } from '../../src/kube/capacity/capacity-pools';
import type { WorkloadDemand } from '../../src/kube/capacity/demand';
import { peakSum, plannedSurges, poolPeak, workloadPeak } from '../../src/kube/capacity/peak';

const member = (workload: string, more: Partial<WorkloadDemand> = {}): WorkloadDemand => ({
  workload,
  resource: 'gpu',
  devices: 1,
  live: 1,
  idle: false,
  construct: new Construct(undefined as unknown as Construct, ''),
  ...more,
});
const pool = (declared: number | undefined, ...members: WorkloadDemand[]): CapacityPool => ({ key: 'gpu', declared, members });
const NONE = new Set();

test('a workload needs its devices for every unit, by reason', () => {
  const demand = member('a', { devices: 2, live: 3, autoscaled: 1, surge: 2, batch: 4 });
  expect(workloadPeak(demand, NONE)).toEqual({ live: 6, idle: 0, surge: 4, autoscaler: 2, batch: 8 });
  expect(workloadPeak({ ...demand, idle: true }, NONE)).toMatchObject({ live: 0, idle: 6, surge: 4 });
});

test('runs that wait in one queue count as their largest, others are added up', () => {
  const runs = [1, 4, 2].map((batch) => member(`run-${batch}`, { live: 0, batch, queue: 'training' }));
  const other = member('other', { live: 0, batch: 8, queue: 'scoring' });
  expect(poolPeak(pool(9, ...runs, other, member('free', { live: 0, batch: 1 })), NONE).batch).toBe(4 + 8 + 1);
});

test('a rollout gets a spare unit by name, as long as there is room', () => {
  const [small, large, later] = [
    member('a', { surge: 'auto' }),
    member('b', { devices: 4, surge: 'auto' }),
    member('c', { surge: 'auto' }),
  ] as const;
  const names = (declared: number | undefined) => {
    const surges = plannedSurges([pool(declared, small, large, later)]);
    return [small, large, later].filter(({ construct }) => surges.has(construct)).map(({ workload }) => workload);
  };
  expect(names(6)).toEqual([]);
  expect(names(7)).toEqual(['a']);
  expect(names(8)).toEqual(['a', 'c']);
  expect(names(12)).toEqual(['a', 'b', 'c']);
  expect(names(undefined)).toEqual([]);
});

test('a workload of two pools needs room in both', () => {
  const both = member('a', { surge: 'auto' });
  expect(plannedSurges([pool(2, both), pool(1, both)]).size).toBe(0);
  expect(plannedSurges([pool(2, both), pool(undefined, both)]).size).toBe(1);
});

test('a workload of two resources needs room for both, and takes it from both', () => {
  const [gpu, rdma] = [member('a', { surge: 'auto', devices: 2 }), member('a', { surge: 'auto', resource: 'rdma' })];
  const both = { ...rdma, construct: gpu.construct };
  expect(plannedSurges([pool(4, gpu), pool(1, both)]).size).toBe(0);
  expect(plannedSurges([pool(4, gpu), pool(2, both)]).size).toBe(1);
  const later = member('b', { surge: 'auto' });
  expect(plannedSurges([pool(4, gpu), pool(4, both, later)])).toEqual(new Set([gpu.construct, later.construct]));
  expect(plannedSurges([pool(4, gpu), pool(3, both, later)])).toEqual(new Set([gpu.construct]));
});

test('automatic rollouts never need more than there is, unless the rest does already', () => {
  const members = fc.array(
    fc.record({
      devices: fc.integer({ min: 1, max: 8 }),
      live: fc.nat(4),
      autoscaled: fc.nat(4),
      batch: fc.nat(4),
      surge: fc.constantFrom<number | 'auto'>(0, 1, 'auto'),
      idle: fc.boolean(),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(members, fc.nat(120), (demands, declared) => {
      const all = demands.map((demand, index) => member(`w${index}`, demand));
      const whole = pool(declared, ...all);
      const [without, planned] = [peakSum(poolPeak(whole, NONE)), plannedSurges([whole])];
      expect(peakSum(poolPeak(whole, planned))).toBeLessThanOrEqual(Math.max(declared, without));
      const refused = all.filter(({ surge, construct }) => surge === 'auto' && !planned.has(construct));
      for (const { devices } of refused) expect(peakSum(poolPeak(whole, planned)) + devices).toBeGreaterThan(declared);
    }),
  );
});
