import fc from 'fast-check';
import { type Edge, orderOf } from '../../src/gitops/order/delivery-graph';

const edge = (from: number, to: number, weight = 1): Edge => ({ from, to, weight });

describe('an order', () => {
  test('puts each node a level behind the last of those before it', () => {
    const { level, cycles } = orderOf(4, [edge(0, 1), edge(1, 3), edge(0, 3), edge(0, 2, 0)]);
    expect(level).toEqual([0, 1, 0, 2]);
    expect(cycles).toEqual([]);
  });

  test('names each cycle once, from its smallest node on, and not what stands behind it', () => {
    const { cycles } = orderOf(7, [edge(2, 1), edge(1, 3), edge(3, 2), edge(3, 0), edge(5, 6), edge(6, 5)]);
    expect(cycles).toEqual([
      [1, 3, 2],
      [5, 6],
    ]);
  });

  test('calls a node that comes before itself a cycle of one', () => {
    expect(orderOf(2, [edge(1, 1)]).cycles).toEqual([[1]]);
  });

  test('takes a chain of a hundred thousand nodes without recursion', () => {
    const count = 100_000;
    const { level } = orderOf(
      count,
      Array.from({ length: count - 1 }, (_, i) => edge(i, i + 1)),
    );
    expect(level.at(-1)).toBe(count - 1);
  });
});

describe('for every graph', () => {
  const graphs = fc
    .integer({ min: 1, max: 12 })
    .chain((count) => fc.tuple(fc.constant(count), fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30 })));

  test('there is a cycle exactly when some node reaches itself, and each named cycle follows edges', () => {
    fc.assert(
      fc.property(graphs, ([count, pairs]) => {
        const edges = pairs.map(([from, to]) => edge(from, to));
        const { cycles } = orderOf(count, edges);
        expect(cycles.length > 0).toBe(hasCycle(count, pairs));
        for (const cycle of cycles) {
          for (const [i, from] of cycle.entries()) {
            const to = cycle[(i + 1) % cycle.length];
            expect(pairs.some(([a, b]) => a === from && b === to)).toBe(true);
          }
        }
      }),
    );
  });

  test('without cycles each edge leads to a later level, whatever the order of the edges', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), ([count, pairs], turn) => {
        const forward = pairs.filter(([a, b]) => a !== b).map(([a, b]) => edge(Math.min(a, b), Math.max(a, b)));
        const { level } = orderOf(count, forward);
        for (const { from, to } of forward) expect(level[to]).toBeGreaterThan(level[from] ?? 0);
        const turned = [...forward.slice(turn % (forward.length + 1)), ...forward.slice(0, turn % (forward.length + 1))];
        expect(orderOf(count, turned).level).toEqual(level);
      }),
    );
  });
});

function hasCycle(count: number, pairs: readonly (readonly [number, number])[]): boolean {
  const reach = Array.from({ length: count }, (_, from) => new Set(pairs.filter(([a]) => a === from).map(([, b]) => b)));
  for (let i = 0; i < count; i++) for (const set of reach) for (const next of [...set]) for (const far of reach[next] ?? []) set.add(far);
  return reach.some((set, node) => set.has(node));
}
