/** `from` comes before `to`. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  /** How many levels later `to` is at least. @default 0 */
  readonly weight?: number;
}

/** The order of a graph whose nodes are the numbers from 0. */
export interface Order {
  /** The longest way to each node, in levels. Without meaning for nodes on or behind a cycle. */
  readonly level: readonly number[];
  /** Cycles, each as the nodes on it in order, from its smallest node on. None is a part of another. */
  readonly cycles: readonly (readonly number[])[];
}

/**
 * Orders a graph. Cost is linear in nodes and edges, and there is no recursion: a chain of ten thousand nodes is fine.
 *
 * @see https://en.wikipedia.org/wiki/Topological_sorting#Kahn's_algorithm
 */
export function orderOf(count: number, edges: readonly Edge[]): Order {
  const after: Edge[][] = Array.from({ length: count }, () => []);
  const waiting = new Array<number>(count).fill(0);
  for (const edge of edges) {
    after[edge.from]?.push(edge);
    waiting[edge.to] = at(waiting, edge.to) + 1;
  }
  const level = new Array<number>(count).fill(0);
  const open = new Set<number>();
  for (let node = 0; node < count; node++) open.add(node);
  const release = (start: number[]): void => {
    for (let node = start.pop(); node !== undefined; node = start.pop()) {
      open.delete(node);
      for (const { to, weight = 0 } of after[node] ?? []) {
        level[to] = Math.max(at(level, to), at(level, node) + weight);
        waiting[to] = at(waiting, to) - 1;
        if (waiting[to] === 0 && open.has(to)) start.push(to);
      }
    }
  };
  release([...open].filter((node) => waiting[node] === 0));
  const cycles: number[][] = [];
  const before = predecessors(count, edges, open);
  for (const first of [...open]) {
    if (!open.has(first)) continue;
    const cycle = cycleBehind(first, before, open);
    cycles.push(fromSmallest(cycle));
    release([...cycle]);
  }
  return { level, cycles };
}

/** For each open node one open predecessor: every open node waits for another, so walking back always ends in a cycle. */
function predecessors(count: number, edges: readonly Edge[], open: ReadonlySet<number>): number[][] {
  const before: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) if (open.has(from) && open.has(to)) before[to]?.push(from);
  for (const list of before) list.sort((left, right) => left - right);
  return before;
}

function cycleBehind(first: number, before: readonly (readonly number[])[], open: ReadonlySet<number>): number[] {
  const way: number[] = [];
  const place = new Map<number, number>();
  let node = first;
  while (!place.has(node)) {
    place.set(node, way.length);
    way.push(node);
    const previous = before[node]?.find((candidate) => open.has(candidate));
    if (previous === undefined) throw new Error(`node ${node} waits for nothing that is open`);
    node = previous;
  }
  return way.slice(place.get(node)).reverse();
}

function fromSmallest(cycle: readonly number[]): number[] {
  const start = cycle.indexOf(cycle.reduce((least, node) => Math.min(least, node)));
  return [...cycle.slice(start), ...cycle.slice(0, start)];
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? 0;
}
