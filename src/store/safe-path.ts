import { relative, resolve } from 'node:path';
import { ConfigError } from '../base/config-error';
import type { FileTree } from '../manifest/file-tree';
import { nameFault } from '../manifest/inventory';

/** Names with this start are ours: the inventory and the staging directory. */
const reservedStart = '.cdk8s-mlops.';

/** The hidden directory below the output directory that holds a write in progress. */
export const stagingName = `${reservedStart}staging`;

/** Refuses a tree with a path that could land outside the output directory, or that some file system would merge with another. */
export function refuseUnsafeTree(tree: FileTree): void {
  const directories = new Map<string, string>();
  for (const directory of tree.keys()) registerDirectory(directories, directory);
  for (const [directory, files] of tree) {
    const names = new Map<string, string>();
    for (const name of files.keys()) {
      const path = joined(directory, name);
      refuseFault(path, treeNameFault(name));
      const folded = foldedCase(name);
      refuseDuplicate(directories.get(joined(foldedCase(directory), folded)), path);
      refuseDuplicate(names.get(folded), path);
      names.set(folded, path);
    }
  }
}

/** Why `path` (a file's or a directory's, relative) is not safe below an output directory; undefined when it is. */
export function pathFault(path: string): string | undefined {
  for (const part of path.split('/')) {
    const fault = treeNameFault(part);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** `a/b` and `c` give `a/b/c`; `''` and `c` give `c`. */
export function joined(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** `a/b/c` gives `a/b`; `c` gives `''`. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `a/b/c` gives `c`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** One spelling for names that macOS and Windows take for the same file. */
export function foldedCase(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** A path for an error message: as a person in the working directory would type it. */
export function shownPath(outdir: string, path: string): string {
  const absolute = resolve(outdir, path);
  const near = relative(process.cwd(), absolute);
  return near === '' || near.startsWith('..') ? absolute : near;
}

function treeNameFault(name: string): string | undefined {
  const folded = name.toLowerCase();
  if (folded.startsWith(reservedStart)) return `has the name ${name}, which the store needs for itself`;
  if (folded === '.git') return 'lies in .git';
  return nameFault(name);
}

/** Registers a directory with all that it lies in, so that `Prod/a` and `prod/b` are found out. */
function registerDirectory(directories: Map<string, string>, directory: string): void {
  if (directory === '') return;
  refuseFault(directory, pathFault(directory));
  for (let path = directory; path !== ''; path = parentOf(path)) {
    const folded = foldedCase(path);
    if (directories.get(folded) === path) return;
    refuseDuplicate(directories.get(folded), path);
    directories.set(folded, path);
  }
}

function refuseFault(path: string, fault: string | undefined): void {
  if (fault === undefined) return;
  throw new ConfigError('store.path', {
    where: JSON.stringify(path),
    what: `the path ${fault}`,
    fix: 'use a relative path of plain names with "/" between them, for example "prod/scoring/scorer.yaml"',
  });
}

function refuseDuplicate(duplicate: string | undefined, path: string): void {
  if (duplicate === undefined) return;
  throw new ConfigError('store.case', {
    where: path,
    what: duplicate === path ? 'is both a file and a directory' : `differs from ${duplicate} only in case or in the encoding of accents`,
    fix: 'give one of the two another name: macOS and Windows would keep only one of them',
  });
}
