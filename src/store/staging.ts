import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../base/config-error';
import { shownPath, stagingName } from './safe-path';

/** Absolute paths of what a write in progress keeps below the output directory, on the same file system so that `rename` works. */
export interface Staging {
  readonly directory: string;
  /** New files under numbers, and new directories under numbers with all that is in them. */
  readonly files: string;
  readonly journal: string;
  /** The journal before it is complete. */
  readonly draft: string;
  readonly lock: string;
  /** Keeps `git add` from committing a write that was killed. */
  readonly gitignore: string;
}

export function stagingOf(outdir: string): Staging {
  const directory = join(outdir, stagingName);
  return {
    directory,
    files: join(directory, 'files'),
    journal: join(directory, 'journal'),
    draft: join(directory, 'journal.draft'),
    lock: join(directory, 'lock'),
    gitignore: join(directory, '.gitignore'),
  };
}

/** True when a write is under way or was killed; refuses a staging directory that leads elsewhere. */
export function stagingStands(outdir: string): boolean {
  const stats = lstatSync(stagingOf(outdir).directory, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (stats.isDirectory()) return true;
  throw new ConfigError('store.symlink', {
    where: shownPath(outdir, stagingName),
    what: 'is not a directory, and the store needs this name',
    fix: 'remove it, then render again',
  });
}

/** Removes all that was staged; the journal goes first, because without it the rest means nothing. */
export function discardStaged(outdir: string): void {
  const staging = stagingOf(outdir);
  rmSync(staging.journal, { force: true });
  rmSync(staging.draft, { force: true });
  rmSync(staging.files, { force: true, recursive: true });
}
