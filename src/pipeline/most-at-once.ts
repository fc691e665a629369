/** Something that needs an amount while it runs. */
export interface Weighted<T> {
  readonly item: T;
  readonly weight: number;
}

/** Beyond this many the search could take too long, and all are taken for running at once. */
const MOST_SEARCHED = 20;

/**
 * The items that need the most together, among those that may run at the same time: none comes after another, and no more than `limit`.
 *
 * An exact search, which leaves out what cannot get better than the best so far.
 */
export function mostAtOnce<T>(
  weighted: readonly Weighted<T>[],
  before: ReadonlyMap<T, ReadonlySet<T>>,
  limit: number = Number.POSITIVE_INFINITY,
): ReadonlySet<T> {
  const items = [...weighted].sort((left, right) => right.weight - left.weight);
  if (items.length > MOST_SEARCHED) return new Set(items.map(({ item }) => item));
  const left = items.map((_, i) => items.slice(i).reduce((sum, { weight }) => sum + weight, 0));
  const meets = (one: T, other: T) => before.get(one)?.has(other) !== true && before.get(other)?.has(one) !== true;
  let best: { readonly sum: number; readonly items: readonly T[] } = { sum: 0, items: [] };
  const search = (i: number, sum: number, chosen: readonly T[]): void => {
    if (sum > best.sum) best = { sum, items: chosen };
    const next = items[i];
    if (next === undefined || sum + (left[i] ?? 0) <= best.sum) return;
    if (chosen.length < limit && chosen.every((other) => meets(next.item, other))) {
      search(i + 1, sum + next.weight, [...chosen, next.item]);
    }
    search(i + 1, sum, chosen);
  };
  search(0, 0, []);
  return new Set(best.items);
}
