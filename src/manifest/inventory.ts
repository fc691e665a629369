import { ConfigError } from '../base/config-error';

/**
 * The file in each directory that lists which of its files we own.
 *
 * It has no YAML ending, so that neither Flux nor Argo CD reads it as a manifest. One small inventory per directory,
 * because a single one at the root conflicts in git whenever two teams add a file.
 */
export const inventoryName = '.cdk8s-mlops.inventory';

/** What an inventory says. */
export interface Inventory {
  /** From its directory back to the output directory: `../..`. */
  readonly root: string;
  /** The files we own in its directory. */
  readonly names: readonly string[];
}

const header = '# The files of this directory that cdk8s-mlops owns: it rewrites them, and deletes those that leave the app.';

/** The inventory's text for `directory`, which is relative to the output directory (`prod/scoring`, or `''`). */
export function inventoryText(directory: string, names: Iterable<string>): string {
  return `${header}\nroot: ${inventoryRoot(directory)}\n${[...names]
    .sort()
    .map((name) => `${name}\n`)
    .join('')}`;
}

/** The way back from `directory` to the output directory: `prod/scoring` gives `../..`, and `''` gives `.`. */
export function inventoryRoot(directory: string): string {
  return directory === '' ? '.' : directory.replace(/[^/]+/g, '..');
}

/** Reads an inventory's text; `file` is its path, for the error. Order, repeats and line endings do not matter. */
export function parseInventory(file: string, text: string): Inventory {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  refuseConflict(file, lines);
  if (!lines[0]?.startsWith('#')) {
    throw broken(file, 1, `${quoted(lines[0])} is not the comment line that an inventory starts with`);
  }
  const root = /^root: (\.|\.\.(?:\/\.\.)*)$/.exec(lines[1] ?? '')?.[1];
  if (root === undefined) {
    throw broken(file, 2, `${quoted(lines[1])} is not "root:" with the way back to the output directory`);
  }
  return { root, names: ownedNames(file, lines.slice(2)) };
}

/** Why `name` cannot be the name of an owned file or of its directory; undefined when it can. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name === '.' || name === '..') return 'leads out of its directory';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[/\\\u0000-\u001f\u007f]/.test(name)) return 'has a path separator or a control character';
  if (name.startsWith(' ') || name.endsWith(' ')) return 'has a space at its start or end';
  if (conflictMarker.test(name)) return 'looks like a merge-conflict marker';
  // The limit of ext4, XFS, APFS and NTFS.
  if (Buffer.byteLength(name) > 255) return 'is longer than 255 bytes';
  return undefined;
}

const conflictMarker = /^(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)( |$)/;

function refuseConflict(file: string, lines: readonly string[]): void {
  const index = lines.findIndex((line) => conflictMarker.test(line));
  if (index >= 0) throw broken(file, index + 1, `${quoted(lines[index])} is a merge-conflict marker`);
}

function ownedNames(file: string, lines: readonly string[]): string[] {
  const names: string[] = [];
  lines.forEach((name, index) => {
    if (name === '') return;
    const fault = name === inventoryName ? 'is the inventory itself' : nameFault(name);
    if (fault !== undefined) throw broken(file, index + 3, `the name ${quoted(name)} ${fault}`);
    names.push(name);
  });
  return names;
}

function broken(file: string, line: number, what: string): ConfigError {
  const fix = 'keep the comment line, the "root:" line and every file name of both sides, remove the rest, then render again';
  return new ConfigError('inventory.broken', { where: `${file}:${line}`, what, fix });
}

function quoted(line: string | undefined): string {
  return JSON.stringify(line ?? '');
}
