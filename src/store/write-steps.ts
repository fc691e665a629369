import type { FileChange, Plan } from './change';
import type { JournalStep } from './journal';
import { parentOf } from './safe-path';

/** One step of a write. All before `commit` happens aside, in the staging directory. */
export type WriteStep =
  | { readonly do: 'stage'; readonly to: string; readonly text: string }
  | { readonly do: 'stage-directory'; readonly to: string }
  | { readonly do: 'commit'; readonly journal: readonly JournalStep[] }
  | JournalStep
  | { readonly do: 'close' };

/**
 * The steps that carry out a plan, in order.
 *
 * Within the journal: deletions come before moves, so that a file whose name changes only in case survives where case does not
 * count. Inventories come after both: until then the old one still says what is ours, also to the run that finishes a killed one.
 */
export function writeSteps(plan: Plan): WriteStep[] {
  const work: Work = {
    fresh: new Set(plan.newDirectories),
    staged: new Map(),
    count: 0,
    staging: [],
    deletes: [],
    moves: [],
    inventories: [],
  };
  for (const change of plan.changes) {
    if (change.change === 'deleted') (change.inventory ? work.inventories : work.deletes).push({ do: 'delete', path: change.path });
    else if (change.change !== 'unchanged') stage(work, change);
  }
  const journal = [...work.deletes, ...work.moves, ...work.inventories, ...emptied(plan.changes)];
  return [...work.staging, { do: 'commit', journal }, ...journal, { do: 'close' }];
}

interface Work {
  readonly fresh: ReadonlySet<string>;
  /** Directory to its place in the staging directory; undefined for one that exists already. */
  readonly staged: Map<string, string | undefined>;
  count: number;
  readonly staging: WriteStep[];
  readonly deletes: JournalStep[];
  readonly moves: JournalStep[];
  readonly inventories: JournalStep[];
}

function stage(work: Work, { path, inventory, after }: { path: string; inventory: boolean; after: string }): void {
  const directory = parentOf(path);
  const place = stagedDirectory(work, directory);
  if (place !== undefined) {
    work.staging.push({ do: 'stage', to: place + path.slice(directory.length), text: after });
    return;
  }
  const from = String(work.count++);
  work.staging.push({ do: 'stage', to: from, text: after });
  (inventory ? work.inventories : work.moves).push({ do: 'move', from, path });
}

/** Where a new directory is built, making the steps that build it. One that is new as a whole moves by one rename. */
function stagedDirectory(work: Work, directory: string): string | undefined {
  if (directory === '' || work.staged.has(directory)) return work.staged.get(directory);
  let place: string | undefined;
  if (work.fresh.has(directory)) {
    place = String(work.count++);
    work.moves.push({ do: 'move', from: place, path: directory });
  } else {
    const parent = parentOf(directory);
    const above = stagedDirectory(work, parent);
    place = above === undefined ? undefined : above + directory.slice(parent.length);
  }
  work.staged.set(directory, place);
  if (place !== undefined) work.staging.push({ do: 'stage-directory', to: place });
  return place;
}

/** Directories that may be empty afterwards, deepest first. */
function emptied(changes: readonly FileChange[]): JournalStep[] {
  const paths = new Set<string>();
  for (const { change, inventory, path } of changes) {
    if (change !== 'deleted' || !inventory) continue;
    for (let above = parentOf(path); above !== ''; above = parentOf(above)) paths.add(above);
  }
  return [...paths].sort((a, b) => b.length - a.length).map((path) => ({ do: 'remove-directory', path }));
}
