import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileTree } from '../../src/manifest/file-tree';
import { inventoryName, inventoryText } from '../../src/manifest/inventory';

/** Path to text, `/` between parts: how these tests write down a tree, and what stands on disk. */
export type Files = Readonly<Record<string, string>>;

const made: string[] = [];

/** A directory of its own for one test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'store-'));
  made.push(directory);
  return directory;
}

/** For `afterEach`. */
export function removeTemporaryDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

export function treeOf(files: Files): FileTree {
  const tree = new Map<string, Map<string, string>>();
  for (const [path, text] of Object.entries(files)) {
    const [directory, name] = split(path);
    tree.set(directory, (tree.get(directory) ?? new Map()).set(name, text));
  }
  return tree;
}

/** What the store should leave on disk for these files: them and their inventories. */
export function withInventories(files: Files): Files {
  const inventories = [...treeOf(files)].map(([directory, names]) => [
    directory === '' ? inventoryName : `${directory}/${inventoryName}`,
    inventoryText(directory, names.keys()),
  ]);
  return { ...files, ...Object.fromEntries(inventories) };
}

/** Writes files by hand, as somebody else would. */
export function put(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Makes a symbolic link by hand. */
export function link(root: string, path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

/** All that stands below `root`; an empty directory shows as `a/b/`, a link as its kind. */
export function onDisk(root: string, directory = ''): Files {
  const found: Record<string, string> = {};
  const entries = readdirSync(join(root, directory), { withFileTypes: true });
  if (entries.length === 0 && directory !== '') found[`${directory}/`] = '';
  for (const entry of entries) {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(found, onDisk(root, path));
    else found[path] = entry.isFile() ? readFileSync(join(root, path), 'utf8') : 'no plain file';
  }
  return found;
}

/** Modification times, in nanoseconds, of everything below `root` and of `root` itself. */
export function timesOf(root: string, directory = ''): Readonly<Record<string, bigint>> {
  const times: Record<string, bigint> = { [directory]: lstatSync(join(root, directory), { bigint: true }).mtimeNs };
  for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) Object.assign(times, timesOf(root, path));
    else times[path] = lstatSync(join(root, path), { bigint: true }).mtimeNs;
  }
  return times;
}

/** The code of the `ConfigError` that `act` throws. */
export function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return undefined;
}

function split(path: string): [directory: string, name: string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, Math.max(0, slash)), path.slice(slash + 1)];
}
