import { isMade, type MadeDataset } from './dataset-objects';
import { isScheduled, type Stage } from './stage';
import { type StageGraph, type StageNode, usersOf } from './stage-graph';

/**
 * The stage beside which each data set is made: the first that uses it.
 *
 * Not before the stages: many storage classes bind a claim only when a pod wants it, and both delivery tools take an unbound claim for not ready.
 * They would wait for the claim, and the claim for a pod that comes after it. The same holds beside a CronJob, whose first pod may be a day away, so
 * one that runs at once is preferred.
 */
export function datasetHomes(graph: StageGraph): ReadonlyMap<MadeDataset, Stage> {
  const homes = new Map<MadeDataset, Stage>();
  for (const { dataset, readers, writers } of usersOf(graph)) {
    if (!isMade(dataset)) continue;
    const [first] = [...writers, ...readers].sort(byStart);
    if (first !== undefined) homes.set(dataset, first.stage);
  }
  return homes;
}

function byStart(left: StageNode, right: StageNode): number {
  const waits = (node: StageNode) => Number(isScheduled(node.stage));
  if (waits(left) !== waits(right)) return waits(left) - waits(right);
  if (left.level !== right.level) return left.level - right.level;
  return left.stage.name < right.stage.name ? -1 : left.stage.name > right.stage.name ? 1 : 0;
}
