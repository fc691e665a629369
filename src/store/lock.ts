import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { ConfigError } from '../base/config-error';
import { shownPath } from './safe-path';
import { type Staging, stagingOf, stagingStands } from './staging';
import { tolerate } from './tolerate';

/**
 * Runs `act` as the only writer of `outdir`, which it creates if need be.
 *
 * The lock names a process, so it holds between processes of one host: not over a network file system, and not between
 * containers that share a directory but not their process numbers.
 */
export function locked<T>(outdir: string, act: () => T): T {
  mkdirSync(outdir, { recursive: true });
  const staging = stagingOf(outdir);
  while (!taken(outdir, staging)) breakLock(outdir, staging);
  try {
    // `wx`, because it follows no link.
    tolerate(['EEXIST'], () => writeFileSync(staging.gitignore, '*\n', { flag: 'wx' }));
    return act();
  } finally {
    release(staging);
  }
}

/** Refuses when another living process is writing to `outdir`. */
export function refuseLocked(outdir: string): void {
  const { lock } = stagingOf(outdir);
  const owner = ownerOf(lock);
  if (!isAlive(owner)) return;
  throw new ConfigError('store.locked', {
    where: shownPath(outdir, lock),
    what: `process ${owner} is writing to this output directory`,
    fix: 'wait until it is done; if that process is no render, delete this file',
  });
}

function taken(outdir: string, { directory, lock }: Staging): boolean {
  if (!stagingStands(outdir)) tolerate(['EEXIST'], () => mkdirSync(directory));
  // ENOENT: another writer has just finished and removed the directory.
  return tolerate(['EEXIST', 'ENOENT'], () => writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' }));
}

/** Takes a dead process's lock away. Renaming it first shows whether another writer was faster and this is already its lock. */
function breakLock(outdir: string, { directory, lock }: Staging): void {
  refuseLocked(outdir);
  const dead = `${directory}/lock.dead`;
  tolerate(['ENOENT'], () => {
    renameSync(lock, dead);
    if (isAlive(ownerOf(dead))) renameSync(dead, lock);
    else unlinkSync(dead);
  });
}

function release({ directory, files, journal, lock, gitignore }: Staging): void {
  const unfinished = existsSync(journal) || existsSync(files);
  if (!unfinished) rmSync(gitignore, { force: true });
  rmSync(lock, { force: true });
  if (!unfinished) tolerate(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(directory));
}

/** The process that a lock names; undefined if it names none, or is gone. */
function ownerOf(lock: string): number | undefined {
  let text = readLock(lock);
  if (text === '') {
    // Its writer stands between creating the file and filling it, or was killed there. Give it the time to go on.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    text = readLock(lock);
  }
  return /^[1-9]\d*\n$/.test(text) ? Number(text) : undefined;
}

function readLock(lock: string): string {
  let text = '-';
  tolerate(['ENOENT'], () => {
    text = readFileSync(lock, 'utf8');
  });
  return text;
}

function isAlive(owner: number | undefined): boolean {
  // A write is synchronous: a lock with our own number is left from an earlier process that had the same.
  if (owner === undefined || owner === process.pid) return false;
  try {
    return process.kill(owner, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
