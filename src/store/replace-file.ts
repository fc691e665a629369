import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../base/config-error';
import { shownPath } from './safe-path';
import { tolerate } from './tolerate';

/** A new version of a file, complete on disk beside the old one. Call exactly one of the two. */
export interface PreparedFile {
  /** Replaces the file by its new version in one step: readers see the old text or the new one, never a part. */
  commit(): void;
  /** Removes every trace of the new version. */
  discard(): void;
}

/**
 * Writes a new version of a file next to it. Everything that can fail (a missing permission, a full disk) fails here, with the file as it was.
 *
 * A symbolic link stays a link: the file that it points to is replaced. Mode and owner stay. Parent directories are created.
 */
export function prepareFile(path: string, text: string): PreparedFile {
  const target = targetOf(path);
  const created = mkdirSync(dirname(target), { recursive: true });
  const aside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const discard = (): void => {
    rmSync(aside, { force: true });
    if (created !== undefined) removeEmpty(dirname(target), resolve(created));
  };
  try {
    writeDurably(aside, text, statSync(target, { throwIfNoEntry: false }));
  } catch (error) {
    discard();
    throw error;
  }
  return {
    commit: () => {
      renameSync(aside, target);
      syncDirectory(dirname(target));
    },
    discard,
  };
}

/** Replaces the text of a file; see {@link prepareFile}. */
export function replaceFile(path: string, text: string): void {
  const file = prepareFile(path, text);
  try {
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** Refuses a path that cannot hold a file: a directory, a link to nothing, a place below a file or in a directory without write permission. */
export function assertReplaceable(code: string, path: string, fix: string): void {
  const refuse = (what: string): never => {
    throw new ConfigError(code, { where: shownPath(path, ''), what, fix });
  };
  let near = dirname(resolve(path));
  while (!tolerate(['ENOENT', 'ENOTDIR'], () => statSync(near))) near = dirname(near);
  if (!statSync(near).isDirectory()) refuse(`${shownPath(near, '')} is a file, not a directory`);
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (link?.isSymbolicLink() && !existsSync(path)) refuse('this symbolic link points to nothing');
  const file = statSync(path, { throwIfNoEntry: false });
  if (file?.isDirectory()) refuse('this is a directory, not a file');
  if (file !== undefined && !file.isFile()) refuse('this is not a regular file');
  const parent = file === undefined ? near : dirname(targetOf(path));
  if (!tolerate(['EACCES', 'EROFS', 'EPERM'], () => accessSync(parent, constants.W_OK)))
    refuse(`you may not write in the directory ${shownPath(parent, '')}`);
}

/** The file itself, behind any symbolic links. */
export function targetOf(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  return existsSync(parent) ? join(realpathSync(parent), basename(absolute)) : absolute;
}

/** A release file may hold an edit that is in no commit yet, so it is on disk before it takes the place of the old one. */
function writeDurably(path: string, text: string, like: Stats | undefined): void {
  const file = openSync(path, 'w', 0o666);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (like === undefined) return;
  const owner = statSync(path);
  if (owner.uid !== like.uid || owner.gid !== like.gid) tolerate(['EPERM'], () => chownSync(path, like.uid, like.gid));
  chmodSync(path, like.mode & 0o7777); // last: a change of owner clears some bits
}

/** Makes a rename durable, where the platform can do it. */
function syncDirectory(path: string): void {
  tolerate(['EPERM', 'EISDIR', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF'], () => {
    const directory = openSync(path, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  });
}

/** Removes the directories that were created for a file, from the deepest up, as long as they are empty. */
function removeEmpty(deepest: string, highest: string): void {
  for (let path = deepest; path.startsWith(highest); path = dirname(path)) {
    if (!tolerate(['ENOTEMPTY', 'ENOENT', 'EEXIST'], () => rmdirSync(path))) return;
  }
}
