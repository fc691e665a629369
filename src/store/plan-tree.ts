import { readFileSync } from 'node:fs';
import type { FileTree } from '../manifest/file-tree';
import { inventoryName, inventoryText } from '../manifest/inventory';
import type { FileChange, Plan } from './change';
import { explainFailure } from './explain-failure';
import { refuseUnfinished } from './recover';
import { refuseBlocked, refuseSpellings, refuseUnowned } from './refuse-in-the-way';
import { safeOutdir } from './safe-outdir';
import { joined, nameOf, parentOf, refuseUnsafeTree } from './safe-path';
import { sameBytes } from './same-bytes';
import { type Disk, type DiskDirectory, refuseIrregular, scan } from './scan';

/**
 * Compares a file tree with what stands in an output directory. Writes nothing.
 *
 * A write that was killed halfway is an error here (`store.interrupted`), and so is one that runs now (`store.locked`): between
 * the two trees there is nothing true to say about drift. Call `recover` or `writeTree` first.
 */
export function planTree(outdir: string, tree: FileTree): Plan {
  const root = safeOutdir(outdir);
  refuseUnsafeTree(tree);
  return explainFailure(root, () => {
    refuseUnfinished(root);
    return planOnDisk(root, tree);
  });
}

/** `planTree` for a checked directory and tree, by a caller that knows that no write is under way. */
export function planOnDisk(outdir: string, tree: FileTree): Plan {
  const disk = scan(outdir);
  const plan: Planning = { outdir, disk, changes: [], newDirectories: new Set(), newcomers: new Map(), unowned: [] };
  for (const [directory, files] of tree) {
    if (files.size > 0) planDirectory(plan, directory, files);
  }
  for (const [directory, there] of disk) {
    if (!tree.get(directory)?.size) planStale(plan, directory, there, new Map());
  }
  for (const [directory, names] of plan.newcomers) refuseSpellings(outdir, directory, disk.get(directory), names);
  refuseUnowned(outdir, plan.unowned);
  plan.changes.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { outdir, changes: plan.changes, newDirectories: [...plan.newDirectories].sort() };
}

interface Planning {
  readonly outdir: string;
  readonly disk: Disk;
  readonly changes: FileChange[];
  readonly newDirectories: Set<string>;
  /** Existing directory to the names of files and directories that appear in it. */
  readonly newcomers: Map<string, string[]>;
  /** Files of others that stand where we would write. */
  readonly unowned: string[];
}

function planDirectory(plan: Planning, directory: string, files: ReadonlyMap<string, string>): void {
  const there = plan.disk.get(directory);
  if (there === undefined) planNewDirectory(plan, directory);
  for (const [name, text] of files) planFile(plan, directory, there, name, text);
  const listed = inventoryText(directory, files.keys());
  planInventory(plan, joined(directory, inventoryName), there?.inventory?.text, listed);
  if (there !== undefined) planStale(plan, directory, there, files);
}

/** Notes the topmost directory on the way to `directory` that does not exist yet. */
function planNewDirectory(plan: Planning, directory: string): void {
  let top = directory;
  let parent = parentOf(top);
  for (; !plan.disk.has(parent); parent = parentOf(parent)) top = parent;
  if (plan.newDirectories.has(top)) return;
  const name = nameOf(top);
  refuseBlocked(plan.outdir, top, plan.disk.get(parent)?.entries.get(name));
  plan.newDirectories.add(top);
  addNewcomer(plan, parent, name);
}

function addNewcomer(plan: Planning, directory: string, name: string): void {
  const names = plan.newcomers.get(directory);
  if (names === undefined) plan.newcomers.set(directory, [name]);
  else names.push(name);
}

function planFile(plan: Planning, directory: string, there: DiskDirectory | undefined, name: string, after: string): void {
  const path = joined(directory, name);
  const entry = there?.entries.get(name);
  if (entry === undefined) {
    if (there !== undefined) addNewcomer(plan, directory, name);
    plan.changes.push({ path, change: 'created', inventory: false, after });
    return;
  }
  refuseIrregular(plan.outdir, path, entry);
  const file = joined(plan.outdir, path);
  if (sameBytes(file, after)) plan.changes.push({ path, change: 'unchanged', inventory: false });
  else if (!there?.inventory?.names.has(name)) plan.unowned.push(path);
  else plan.changes.push({ path, change: 'configured', inventory: false, before: readFileSync(file, 'utf8'), after });
}

function planInventory(plan: Planning, path: string, before: string | undefined, after: string): void {
  if (before === undefined) plan.changes.push({ path, change: 'created', inventory: true, after });
  else if (before === after) plan.changes.push({ path, change: 'unchanged', inventory: true });
  else plan.changes.push({ path, change: 'configured', inventory: true, before, after });
}

/** Plans the deletion of what our inventory of `directory` lists and `files`, its new content, does not have. */
function planStale(plan: Planning, directory: string, there: DiskDirectory, files: ReadonlyMap<string, string>): void {
  if (there.inventory === undefined) return;
  for (const name of there.inventory.names) {
    const entry = there.entries.get(name);
    // A directory in the place of a file that we once wrote is somebody else's.
    if (entry === undefined || files.has(name) || entry.isDirectory()) continue;
    const path = joined(directory, name);
    refuseIrregular(plan.outdir, path, entry);
    plan.changes.push({ path, change: 'deleted', inventory: false, before: readFileSync(joined(plan.outdir, path), 'utf8') });
  }
  if (files.size > 0) return;
  plan.changes.push({ path: joined(directory, inventoryName), change: 'deleted', inventory: true, before: there.inventory.text });
}
