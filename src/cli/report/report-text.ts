import pc from 'picocolors';
import { type Finding, findingText, foldFindings } from '../../base/finding';
import { type FileChange, hasChanges, type Plan } from '../../store/change';

/** More lines than this fold: files by directory, diffs to their beginning. */
const MAX_FILES = 60;
const MAX_DIFF_LINES = 400;

const WORDS = ['created', 'configured', 'unchanged', 'deleted'] as const;
type Word = (typeof WORDS)[number];

const COLORS: Record<Word, (text: string) => string> = { created: pc.green, configured: pc.yellow, unchanged: pc.dim, deleted: pc.red };

/** What `render` did, file by file, and the sums. */
export function reportChanges(outdir: string, plan: Plan, verbose = false): string {
  return `${fileLines(outdir, plan, verbose)}${outdir}: ${countText(plan)}\n`;
}

/** What `check` found: the files that differ, or that none does. */
export function reportDrift(outdir: string, plan: Plan, verbose = false): string {
  if (!hasChanges(plan)) return `${outdir}: up to date, ${countChanges(plan).unchanged} files\n`;
  return `${pc.red('drift')}  ${outdir} is not what the app renders; \`render\` would make it so:\n${fileLines(outdir, plan, verbose)}${outdir}: ${countText(plan)}\n`;
}

/** The difference between the files and what the app renders, as a patch. */
export function reportDiff(outdir: string, plan: Plan, verbose = false): string {
  const lines = shownChanges(plan).flatMap((change) => patchLines(outdir, change));
  if (verbose || lines.length <= MAX_DIFF_LINES) return lines.map((line) => `${line}\n`).join('');
  const shown = lines.slice(0, MAX_DIFF_LINES).map((line) => `${line}\n`);
  return `${shown.join('')}… ${lines.length - MAX_DIFF_LINES} more lines; --verbose shows them\n`;
}

/** Warnings come before the lists of files, where people see them. */
export function reportWarnings(warnings: readonly Finding[], verbose = false): string {
  const { shown, more } = foldFindings(warnings, verbose);
  const rest = more === undefined ? [] : [`${more}; --verbose lists all`];
  return [...shown.map(findingText), ...rest].map((text) => `${pc.yellow('warning')}  ${text}\n`).join('');
}

/** How many files of a plan fall under each word; inventories are not counted. */
export function countChanges(plan: Plan): Record<Word, number> {
  const counts = { created: 0, configured: 0, unchanged: 0, deleted: 0 };
  for (const change of plan.changes) if (!change.inventory) counts[change.change] += 1;
  return counts;
}

function countText(plan: Plan): string {
  const counts = countChanges(plan);
  return WORDS.map((word) => `${counts[word]} ${word}`).join(', ');
}

function fileLines(outdir: string, plan: Plan, verbose: boolean): string {
  const changed = verbose ? plan.changes : shownChanges(plan);
  if (verbose || changed.length <= MAX_FILES) return changed.map((change) => line(change.change, `${outdir}/${change.path}`)).join('');
  const folders = new Map<string, number>();
  for (const { change, path } of changed) {
    const key = `${change} ${folderOf(path)}`;
    folders.set(key, (folders.get(key) ?? 0) + 1);
  }
  // A deletion is never folded away: each is a line that a person can read first.
  const deletions = changed.filter(({ change }) => change === 'deleted').map((change) => line('deleted', `${outdir}/${change.path}`));
  const others = [...folders]
    .filter(([key]) => !key.startsWith('deleted '))
    .map(([key, count]) => {
      const [word, folder] = key.split(' ') as [Word, string];
      return line(word, `${outdir}/${folder} (${count} ${count === 1 ? 'file' : 'files'})`);
    });
  return [...others, ...deletions].join('');
}

function line(word: Word, path: string): string {
  return `  ${COLORS[word](word.padEnd(10))}  ${path}\n`;
}

/** Changes worth a line: an inventory follows its directory's files, so it counts only when it differs by itself. */
export function shownChanges(plan: Plan): readonly FileChange[] {
  const changed = plan.changes.filter(({ change }) => change !== 'unchanged');
  const folders = new Set(changed.filter(({ inventory }) => !inventory).map(({ path }) => folderOf(path)));
  return changed.filter(({ inventory, path }) => !inventory || !folders.has(folderOf(path)));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function patchLines(outdir: string, change: FileChange): string[] {
  const before = change.change === 'configured' || change.change === 'deleted' ? change.before : '';
  const after = change.change === 'configured' || change.change === 'created' ? change.after : '';
  const path = `${outdir}/${change.path}`;
  const patch = patchText(
    change.change === 'created' ? '/dev/null' : path,
    change.change === 'deleted' ? '/dev/null' : path,
    before,
    after,
  );
  return patch
    .split('\n')
    .filter((text) => text !== '' && !text.startsWith('=====') && !text.startsWith('Index: '))
    .map(coloredPatchLine);
}

function coloredPatchLine(text: string): string {
  if (text.startsWith('+++') || text.startsWith('---')) return pc.bold(text);
  if (text.startsWith('+')) return pc.green(text);
  if (text.startsWith('-')) return pc.red(text);
  return text.startsWith('@@') ? pc.cyan(text) : text;
}

/** The difference of two texts, as patches are written; `from` and `to` are the names of the files. */
export function patchText(from: string, to: string, before: string, after: string): string {
  // Loaded only here: most commands find no difference, and show none.
  const { createTwoFilesPatch } = require('diff') as typeof import('diff');
  return createTwoFilesPatch(from, to, before, after);
}
