import fc from 'fast-check';
import { mostAtOnce } from '../../src/pipeline/workflow/workflow-task';
import { dags } from './pipeline-fixture';

/** Who comes before whom, directly or not. */
function closure(after: readonly (readonly number[])[]): ReadonlyMap<number, ReadonlySet<number>> {
  const before = new Map<number, Set<number>>();
  for (const [i, direct] of after.entries()) before.set(i, new Set(direct.flatMap((j) => [j, ...(before.get(j) ?? [])])));
  return before;
}

test('the most at once is what trying all sets finds, and its members never come after one another', () => {
  fc.assert(
    fc.property(dags, fc.array(fc.nat(9), { minLength: 8, maxLength: 8 }), fc.integer({ min: 1, max: 8 }), ({ after }, weights, limit) => {
      const before = closure(after);
      const weighted = after.map((_, item) => ({ item, weight: weights[item] ?? 0 }));
      const fits = (set: readonly number[]) =>
        set.length <= limit && set.every((one) => set.every((other) => before.get(one)?.has(other) !== true));
      const sum = (set: Iterable<number>) => [...set].reduce((all, item) => all + (weights[item] ?? 0), 0);
      const subsets = Array.from({ length: 2 ** after.length }, (_, bits) => [...after.keys()].filter((i) => (bits >> i) % 2 === 1));
      const most = Math.max(...subsets.filter(fits).map(sum));
      const found = mostAtOnce(weighted, before, limit);
      expect(fits([...found])).toBe(true);
      expect(sum(found)).toBe(most);
    }),
  );
});

test('beyond what can be searched, all are taken for running at once', () => {
  const many = Array.from({ length: 21 }, (_, item) => ({ item, weight: 1 }));
  const chain = new Map(many.map(({ item }) => [item, new Set(many.slice(0, item).map((each) => each.item))]));
  expect(mostAtOnce(many, chain).size).toBe(21);
  expect(mostAtOnce(many.slice(0, 20), chain).size).toBe(1);
});
