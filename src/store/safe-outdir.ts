import { existsSync, lstatSync, realpathSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { parse, resolve } from 'node:path';
import { ConfigError } from '../base/config-error';

/** The absolute output directory, which may not exist yet; refuses one in which a write could do harm. */
export function safeOutdir(outdir: string): string {
  // `resolve` also takes a trailing slash away, which would make `lstat` follow a symlink.
  const path = resolve(outdir);
  if (path === parse(path).root) throw refused(outdir, 'is the root of the file system');
  const stats = statOf(outdir, path);
  if (stats?.isSymbolicLink()) throw refused(outdir, 'is a symbolic link');
  if (stats !== undefined && !stats.isDirectory()) throw refused(outdir, 'is not a directory');
  if (realPath(path) === realPath(homedir())) throw refused(outdir, 'is your home directory');
  return path;
}

function statOf(outdir: string, path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw refused(outdir, 'cannot be looked at', cause);
  }
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function refused(outdir: string, what: string, cause?: unknown): ConfigError {
  return new ConfigError('store.outdir', {
    where: outdir,
    what: `the output directory ${what}`,
    fix: 'name a directory of its own for the rendered files, for example "dist"',
    cause,
  });
}
