import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { ConfigError } from '../base/config-error';
import { inventoryName, inventoryRoot, parseInventory } from '../manifest/inventory';
import { joined, shownPath, stagingName } from './safe-path';

/** What stands in an output directory: relative path of each directory that we may write in, `''` first. */
export type Disk = Map<string, DiskDirectory>;

export interface DiskDirectory {
  readonly entries: ReadonlyMap<string, Dirent>;
  /** Present when the directory has an inventory of ours. */
  readonly inventory?: DiskInventory;
}

export interface DiskInventory {
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/**
 * Walks an output directory, which may not exist yet.
 *
 * Not entered and left out: symbolic links, `.git`, our staging directory, and the output directory of another app, known by
 * an inventory whose `root` leads elsewhere.
 */
export function scan(outdir: string): Disk {
  const disk: Disk = new Map();
  scanDirectory(disk, outdir, '');
  if (disk.size === 0) throw foreignDirectory(outdir, '');
  return disk;
}

/** The error for a path inside another app's output. */
export function foreignDirectory(outdir: string, directory: string): ConfigError {
  return new ConfigError('store.foreign', {
    where: shownPath(outdir, directory),
    what: `belongs to another output directory, says its ${inventoryName}`,
    fix: 'write elsewhere, or delete that directory if nothing renders it any more',
  });
}

function scanDirectory(disk: Disk, outdir: string, directory: string): void {
  const entries = entriesOf(outdir, directory);
  let inventory: DiskInventory | undefined;
  if (entries.has(inventoryName)) {
    inventory = inventoryOf(outdir, directory, entries);
    if (inventory === undefined) return;
  }
  disk.set(directory, { entries, inventory });
  for (const [name, entry] of entries) {
    if (entry.isDirectory() && name !== '.git' && name !== stagingName) scanDirectory(disk, outdir, joined(directory, name));
  }
}

function entriesOf(outdir: string, directory: string): Map<string, Dirent> {
  const entries = new Map<string, Dirent>();
  try {
    for (const entry of readdirSync(joined(outdir, directory), { withFileTypes: true })) entries.set(entry.name, entry);
  } catch (error) {
    if (directory !== '' || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return entries;
}

/** The inventory of `directory`, undefined when it belongs to another output directory. */
export function inventoryOf(outdir: string, directory: string, entries: ReadonlyMap<string, Dirent>): DiskInventory | undefined {
  const path = joined(directory, inventoryName);
  refuseIrregular(outdir, path, entries.get(inventoryName));
  const text = readFileSync(joined(outdir, path), 'utf8');
  const { root, names } = parseInventory(shownPath(outdir, path), text);
  return root === inventoryRoot(directory) ? { text, names: new Set(names) } : undefined;
}

/** Refuses to write or delete what is not a plain file. */
export function refuseIrregular(outdir: string, path: string, entry: Dirent | undefined): void {
  if (entry === undefined || entry.isFile()) return;
  const link = entry.isSymbolicLink();
  throw new ConfigError(link ? 'store.symlink' : 'store.kind', {
    where: shownPath(outdir, path),
    what: link ? 'is a symbolic link where a plain file belongs' : 'is no plain file, and one belongs here',
    fix: 'remove it, then render again',
  });
}
