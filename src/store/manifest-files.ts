import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../base/config-error';
import type { Finding } from '../base/finding';
import { MAX_YAML_BYTES, tooLarge } from '../manifest/reader/read-yaml';

/** More is a file system, and not what somebody wants to have looked at. */
const MAX_FILES = 100_000;

const MANIFEST = /\.(ya?ml|json)$/;

/** Directories that hold other people's files, or none that are meant for a cluster. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git', '.cache', '.cdk8s-mlops']);

/** Most manifests are shorter: one read then tells the text and that there is no more of it. */
const BUFFER = Buffer.allocUnsafe(64 * 1024);

/**
 * A file, or every `.yaml`, `.yml` and `.json` file below a directory, in the order of their paths.
 *
 * Symbolic links are not followed. Refused: what is not there, and more than 100,000 files (`cli.path`).
 */
export function manifestFiles(path: string): readonly string[] {
  if (!statOf(path).isDirectory()) return [path];
  const files: string[] = [];
  collect(path, files);
  return files;
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'there is no such file or directory' : `cannot be read (${code})`;
    throw new ConfigError('cli.path', { where: path, what, fix: 'name a directory of manifests, for example dist', cause });
  }
}

function collect(directory: string, files: string[]): void {
  const entries = readdirSync(directory, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) collect(path, files);
    else if (entry.isFile() && MANIFEST.test(entry.name)) files.push(path);
    if (files.length <= MAX_FILES) continue;
    const fix = 'name a directory below it';
    throw new ConfigError('cli.path', { where: directory, what: `holds more than ${MAX_FILES} files of manifests`, fix });
  }
}

/** The text of a file; a finding for one that is too large to read. */
export function manifestFileText(file: string): string | Finding {
  const descriptor = openSync(file, 'r');
  try {
    const length = fillBuffer(descriptor);
    if (length < BUFFER.length) return BUFFER.toString('utf8', 0, length);
    const { size } = fstatSync(descriptor);
    return size > MAX_YAML_BYTES ? tooLarge(file, size) : Buffer.concat([BUFFER, readFileSync(descriptor)]).toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Reads until the end or until the buffer is full; a pipe gives its text in pieces. */
function fillBuffer(descriptor: number): number {
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, BUFFER, length, BUFFER.length - length, null);
    length += read;
    if (read === 0 || length === BUFFER.length) return length;
  }
}
