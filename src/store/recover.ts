import { ConfigError } from '../base/config-error';
import { explainFailure } from './explain-failure';
import { readJournal } from './journal';
import { locked, refuseLocked } from './lock';
import { pendingSteps } from './pending-steps';
import { runStep } from './run-step';
import { safeOutdir } from './safe-outdir';
import { shownPath } from './safe-path';
import { discardStaged, stagingStands } from './staging';

/** What `recover` found: no trace of a killed write, one that it has completed, or one that had not begun to change the tree. */
export type Recovery = 'nothing' | 'completed' | 'discarded';

/**
 * Finishes a write that was killed halfway, or throws away one that had not begun to change the tree.
 *
 * Call it before the app runs, so that the tree is whole even if the app then fails. `writeTree` does it too.
 */
export function recover(outdir: string): Recovery {
  const root = safeOutdir(outdir);
  return explainFailure(root, () => (stagingStands(root) ? locked(root, () => recoverLocked(root)) : 'nothing'));
}

/** `recover` for a caller that holds the lock. */
export function recoverLocked(outdir: string): Recovery {
  const journal = readJournal(outdir);
  for (const step of journal === undefined ? [] : pendingSteps(outdir, journal)) runStep(outdir, step);
  discardStaged(outdir);
  return journal === undefined ? 'discarded' : 'completed';
}

/** Refuses, for a caller that only reads, a directory that stands between two trees. */
export function refuseUnfinished(outdir: string): void {
  if (!stagingStands(outdir)) return;
  refuseLocked(outdir);
  if (readJournal(outdir) === undefined) return;
  throw new ConfigError('store.interrupted', {
    where: shownPath(outdir, ''),
    what: 'an earlier write was killed halfway',
    fix: 'render again: it completes that write first',
  });
}
