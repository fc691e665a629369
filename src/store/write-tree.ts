import { existsSync, mkdirSync } from 'node:fs';
import { ConfigError } from '../base/config-error';
import type { FileTree } from '../manifest/file-tree';
import { hasChanges, type Plan } from './change';
import { explainFailure } from './explain-failure';
import { readJournal } from './journal';
import { locked } from './lock';
import { planOnDisk } from './plan-tree';
import { recoverLocked } from './recover';
import { runStep } from './run-step';
import { safeOutdir } from './safe-outdir';
import { refuseUnsafeTree, shownPath } from './safe-path';
import { discardStaged, stagingOf, stagingStands } from './staging';
import { type WriteStep, writeSteps } from './write-steps';

/**
 * Makes `outdir` hold exactly `tree`, one inventory per directory, and the files of others untouched. Returns what it did.
 *
 * A killed or failed write leaves the previous tree, or one that the next call (or `recover`) completes.
 */
export function writeTree(outdir: string, tree: FileTree): Plan {
  const root = safeOutdir(outdir);
  refuseUnsafeTree(tree);
  return explainFailure(root, () => unchangedPlan(root, tree) ?? locked(root, () => writeLocked(root, tree)));
}

/** The plan if it changes nothing, as with most renders: found out without the lock, so that not even the directory's time changes. */
function unchangedPlan(outdir: string, tree: FileTree): Plan | undefined {
  if (!existsSync(outdir) || stagingStands(outdir)) return undefined;
  const plan = planOnDisk(outdir, tree);
  return hasChanges(plan) ? undefined : plan;
}

function writeLocked(outdir: string, tree: FileTree): Plan {
  recoverLocked(outdir);
  // Planned again under the lock: another writer may have finished in between.
  const plan = planOnDisk(outdir, tree);
  if (hasChanges(plan)) carryOut(outdir, writeSteps(plan));
  return plan;
}

/** Runs the steps of a write. Each step is one that a test may stop after. */
export function carryOut(outdir: string, steps: Iterable<WriteStep>): void {
  try {
    mkdirSync(stagingOf(outdir).files, { recursive: true });
    for (const step of steps) runStep(outdir, step);
  } catch (cause) {
    const begun = readJournal(outdir) !== undefined;
    if (!begun) discardStaged(outdir);
    throw new ConfigError('store.write', {
      where: shownPath(outdir, ''),
      what: `the write failed ${begun ? 'halfway' : 'before it changed anything'}: ${cause}`,
      fix: begun ? 'fix the cause and render again: it completes this write first' : 'fix the cause and render again',
      cause,
    });
  }
}
