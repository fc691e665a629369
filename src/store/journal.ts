import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { inventoryName } from '../manifest/inventory';
import { pathFault } from './safe-path';
import { stagingOf } from './staging';

/** A step that changes the tree itself. Each may be repeated: a run that was killed halfway is finished by running all again. */
export type JournalStep =
  | { readonly do: 'delete'; readonly path: string }
  /** Moves the staged file or directory `from`, a number, to its place. */
  | { readonly do: 'move'; readonly from: string; readonly path: string }
  /** Removes a directory if it is empty by then. */
  | { readonly do: 'remove-directory'; readonly path: string };

const firstLine = '# A write of cdk8s-mlops that is under way: the next run finishes it.';
const lastLine = 'end';

/**
 * Makes a staged write the one that will happen: from the `rename` on, the next run finishes it.
 *
 * There is no `fsync`, here or elsewhere in the store: git is the durable copy, and a rename protects from a killed process.
 * After a power cut a journal without its last line counts as none.
 */
export function writeJournal(outdir: string, steps: readonly JournalStep[]): void {
  const { draft, journal } = stagingOf(outdir);
  writeFileSync(draft, journalText(steps));
  renameSync(draft, journal);
}

/** The steps of an interrupted write; undefined when there is none, or it was killed before its journal was complete. */
export function readJournal(outdir: string): JournalStep[] | undefined {
  const { journal } = stagingOf(outdir);
  return existsSync(journal) ? parseJournal(readFileSync(journal, 'utf8')) : undefined;
}

export function journalText(steps: readonly JournalStep[]): string {
  const lines = steps.map((step) => (step.do === 'move' ? `move ${step.from} ${step.path}` : `${step.do} ${step.path}`));
  return `${[firstLine, ...lines, lastLine].join('\n')}\n`;
}

/** Reads a journal; undefined unless it is whole and every path stays below the output directory. */
export function parseJournal(text: string): JournalStep[] | undefined {
  const lines = text.split('\n');
  if (lines[0] !== firstLine || lines.at(-2) !== lastLine || lines.at(-1) !== '') return undefined;
  const steps = lines.slice(1, -2).map(parseStep);
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

function parseStep(line: string): JournalStep | undefined {
  const [, verb, from, path] = /^(?:(delete|remove-directory)|move (\d+)) (.+)$/.exec(line) ?? [];
  if (path === undefined || !isSafe(path)) return undefined;
  if (from !== undefined) return { do: 'move', from, path };
  return { do: verb === 'delete' ? 'delete' : 'remove-directory', path };
}

function isSafe(path: string): boolean {
  const owned = path.endsWith(`/${inventoryName}`) ? path.slice(0, -inventoryName.length - 1) : path;
  return path === inventoryName || pathFault(owned) === undefined;
}
