import type { FileTree } from '../manifest/file-tree';
import type { FileChange, Plan } from '../store/change';

/** The difference between two file trees in the words of a write: nothing is read from disk. */
export function treePlan(outdir: string, before: FileTree, after: FileTree): Plan {
  const [left, right] = [filesOf(before), filesOf(after)];
  const paths = [...new Set([...left.keys(), ...right.keys()])].sort();
  return { outdir, changes: paths.map((path) => fileChange(path, left.get(path), right.get(path))), newDirectories: [] };
}

function filesOf(tree: FileTree): ReadonlyMap<string, string> {
  return new Map([...tree].flatMap(([directory, files]) => [...files].map(([name, text]) => [`${directory}/${name}`, text] as const)));
}

function fileChange(path: string, before: string | undefined, after: string | undefined): FileChange {
  if (before === after) return { path, change: 'unchanged', inventory: false };
  if (before === undefined) return { path, change: 'created', inventory: false, after: after ?? '' };
  if (after === undefined) return { path, change: 'deleted', inventory: false, before };
  return { path, change: 'configured', inventory: false, before, after };
}
