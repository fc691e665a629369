import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { ConfigError } from '../base/config-error';
import { inventoryName } from '../manifest/inventory';
import type { JournalStep } from './journal';
import { joined, nameOf, parentOf, shownPath, stagingName } from './safe-path';
import { inventoryOf, refuseIrregular } from './scan';
import { stagingOf } from './staging';

/**
 * The steps of a killed write that are still to do, all checked before the first is done.
 *
 * Between the kill and now a person may have restored, edited or added files: what no inventory of ours lists stays untouched.
 */
export function pendingSteps(outdir: string, journal: readonly JournalStep[]): JournalStep[] {
  const known = new Map<string, Standing>();
  const staged = stagedNames(outdir);
  return journal.filter((step) => {
    const standing = standingOf(outdir, parentOf(step.path), known);
    if (step.do === 'delete') return isOurs(standing, step.path);
    if (step.do === 'move') return staged.has(step.from) && isFree(outdir, step, standing);
    return true;
  });
}

/** A directory as it stands now: what is in it, and which of that is ours. */
interface Standing {
  readonly entries: ReadonlyMap<string, Dirent>;
  readonly owned: ReadonlySet<string>;
}

function standingOf(outdir: string, directory: string, known: Map<string, Standing>): Standing {
  let standing = known.get(directory);
  if (standing === undefined) {
    standing = lookAt(outdir, directory, known);
    known.set(directory, standing);
  }
  return standing;
}

function lookAt(outdir: string, directory: string, known: Map<string, Standing>): Standing {
  if (directory !== '') {
    const entry = standingOf(outdir, parentOf(directory), known).entries.get(nameOf(directory));
    if (entry === undefined) return { entries: new Map(), owned: new Set() };
    if (!entry.isDirectory()) throw inTheWay(outdir, directory);
  }
  const entries = new Map(readdirSync(joined(outdir, directory), { withFileTypes: true }).map((entry) => [entry.name, entry]));
  const inventory = entries.has(inventoryName) ? inventoryOf(outdir, directory, entries) : undefined;
  return { entries, owned: new Set(inventory === undefined ? [] : [...inventory.names, inventoryName]) };
}

function isOurs({ entries, owned }: Standing, path: string): boolean {
  const name = nameOf(path);
  return owned.has(name) && entries.get(name)?.isFile() === true;
}

/** What is staged and not yet moved: plain files and directories, in a staging directory that is no link to elsewhere. */
function stagedNames(outdir: string): ReadonlySet<string> {
  const { files } = stagingOf(outdir);
  if (!lstatSync(files, { throwIfNoEntry: false })?.isDirectory()) return new Set();
  const entries = readdirSync(files, { withFileTypes: true });
  return new Set(entries.filter((entry) => entry.isFile() || entry.isDirectory()).map((entry) => entry.name));
}

/** True when a staged file or directory may take its place; refuses when something of others stands there by now. */
function isFree(outdir: string, { from, path }: { from: string; path: string }, standing: Standing): boolean {
  const entry = standing.entries.get(nameOf(path));
  if (entry === undefined) return true;
  const staged = joined(stagingOf(outdir).files, from);
  if (entry.isDirectory() || lstatSync(staged).isDirectory()) throw inTheWay(outdir, path);
  refuseIrregular(outdir, path, entry);
  if (standing.owned.has(nameOf(path)) || readFileSync(staged).equals(readFileSync(joined(outdir, path)))) return true;
  throw inTheWay(outdir, path);
}

function inTheWay(outdir: string, path: string): ConfigError {
  return new ConfigError('store.unowned', {
    where: shownPath(outdir, path),
    what: 'has come since an earlier write was killed, and stands where that write has yet to put its own',
    fix: `move it away and render again, or delete ${shownPath(outdir, stagingName)} to drop that write`,
  });
}
