import { type Edge, orderOf } from '../../gitops/order/delivery-graph';
import type { Dataset } from '../data/dataset';
import { type PlainUse, plainUse } from '../data/dataset-use';
import type { Stage } from './stage';

/** A stage with what it reads and writes. */
export interface StageNode {
  readonly stage: Stage;
  readonly reads: readonly PlainUse[];
  readonly writes: readonly PlainUse[];
  /** The stages that come before it, each with the reason. */
  readonly after: ReadonlyMap<Stage, string>;
  /** Number of stages on the longest way to it. Without meaning on or behind a circle. */
  readonly level: number;
}

/** Stages and the order among them. */
export interface StageGraph {
  /** Sorted by name, so that nothing depends on the order in which they were listed. */
  readonly nodes: readonly StageNode[];
  readonly byStage: ReadonlyMap<Stage, StageNode>;
  /** Stages that wait for one another, each circle once. */
  readonly cycles: readonly (readonly Stage[])[];
}

/** The graph of a pipeline: a stage comes after those that write what it reads, and after those that it names. */
export function stageGraph(stages: readonly Stage[]): StageGraph {
  const sorted = [...stages].sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
  const uses = sorted.map((stage) => ({ stage, reads: usesOf(stage.props.reads), writes: usesOf(stage.props.writes) }));
  const writers = new Map<Dataset, Stage[]>();
  for (const { stage, writes } of uses) for (const { dataset } of writes) writers.set(dataset, [...(writers.get(dataset) ?? []), stage]);
  const links = uses.map((use) => ({ ...use, after: comesAfter(use, writers) }));
  const index = new Map(sorted.map((stage, i) => [stage, i]));
  const edges = links.flatMap(({ stage, after }) =>
    [...after.keys()].flatMap((before): Edge[] => {
      const [from, to] = [index.get(before), index.get(stage)];
      return from === undefined || to === undefined ? [] : [{ from, to, weight: 1 }];
    }),
  );
  const { level, cycles } = orderOf(sorted.length, edges);
  const nodes = links.map((link, i): StageNode => ({ ...link, level: level[i] ?? 0 }));
  return {
    nodes,
    byStage: new Map(nodes.map((node) => [node.stage, node])),
    cycles: cycles.map((cycle) => cycle.flatMap((i) => sorted[i] ?? [])),
  };
}

function usesOf(uses: Stage['props']['reads']): readonly PlainUse[] {
  return (uses ?? []).map(plainUse);
}

type Uses = Pick<StageNode, 'stage' | 'reads' | 'writes'>;

function comesAfter({ stage, reads }: Uses, writers: ReadonlyMap<Dataset, readonly Stage[]>): ReadonlyMap<Stage, string> {
  const after = new Map<Stage, string>();
  for (const { dataset, waits } of reads) {
    if (!waits) continue;
    for (const writer of writers.get(dataset) ?? []) {
      // A stage that goes on from what it wrote before does not wait for itself.
      if (writer !== stage && !after.has(writer)) after.set(writer, `it reads "${dataset.name}", which "${writer.name}" writes`);
    }
  }
  for (const before of stage.props.after ?? []) if (!after.has(before)) after.set(before, '`after` lists it');
  return new Map([...after].sort(([left], [right]) => (left.name < right.name ? -1 : 1)));
}

/** For each stage all that come before it, directly or not. For a graph without circles. */
export function ancestors(graph: StageGraph): ReadonlyMap<Stage, ReadonlySet<Stage>> {
  const all = new Map<Stage, Set<Stage>>();
  for (const { stage, after } of [...graph.nodes].sort((left, right) => left.level - right.level)) {
    const own = new Set<Stage>();
    for (const before of after.keys()) {
      own.add(before);
      for (const earlier of all.get(before) ?? []) own.add(earlier);
    }
    all.set(stage, own);
  }
  return all;
}

/** The stages of each data set, sorted by its name. */
export function usersOf(
  graph: StageGraph,
): readonly { readonly dataset: Dataset; readonly readers: readonly StageNode[]; readonly writers: readonly StageNode[] }[] {
  const datasets = new Set(graph.nodes.flatMap(({ reads, writes }) => [...writes, ...reads].map(({ dataset }) => dataset)));
  return [...datasets]
    .map((dataset) => ({
      dataset,
      readers: graph.nodes.filter(({ reads }) => reads.some((use) => use.dataset === dataset)),
      writers: graph.nodes.filter(({ writes }) => writes.some((use) => use.dataset === dataset)),
    }))
    .sort((left, right) => (left.dataset.name < right.dataset.name ? -1 : 1));
}
