import type { Dirent } from 'node:fs';
import { ConfigError } from '../base/config-error';
import { foldedCase, joined, shownPath } from './safe-path';
import { type DiskDirectory, foreignDirectory } from './scan';

/** Refuses to replace files that exist, that no inventory of ours lists, and that have other content. */
export function refuseUnowned(outdir: string, paths: readonly string[]): void {
  const [first, ...others] = [...paths].sort();
  if (first === undefined) return;
  const more =
    others.length === 0 ? '' : `; so do ${others.length} more: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}`;
  throw new ConfigError('store.unowned', {
    where: shownPath(outdir, first),
    what: `exists with other content, and no inventory lists it as ours${more}`,
    fix: 'move it away if somebody wrote it by hand, delete it if an earlier render did, then render again',
  });
}

/** Refuses new names beside another spelling of one of them, unless that one is a file of ours, which then leaves with this write. */
export function refuseSpellings(outdir: string, directory: string, there: DiskDirectory | undefined, names: readonly string[]): void {
  const spellings = new Map<string, string>();
  for (const name of there?.entries.keys() ?? []) {
    if (!there?.inventory?.names.has(name)) spellings.set(foldedCase(name), name);
  }
  for (const name of names) {
    const other = spellings.get(foldedCase(name));
    if (other === undefined) continue;
    throw new ConfigError('store.case', {
      where: shownPath(outdir, joined(directory, name)),
      what: `would stand beside ${other}, which differs only in case or in the encoding of accents`,
      fix: `rename or remove ${other}, then render again: macOS and Windows keep only one of the two`,
    });
  }
}

/** Refuses to create directory `path` where `entry` stands. */
export function refuseBlocked(outdir: string, path: string, entry: Dirent | undefined): void {
  if (entry === undefined) return;
  // The scan left it out, so it is the output of another app.
  if (entry.isDirectory()) throw foreignDirectory(outdir, path);
  const link = entry.isSymbolicLink();
  throw new ConfigError(link ? 'store.symlink' : 'store.kind', {
    where: shownPath(outdir, path),
    what: `is a ${link ? 'symbolic link' : 'file'} where a directory belongs`,
    fix: 'remove it, then render again',
  });
}
