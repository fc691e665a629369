import { existsSync, mkdirSync, renameSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeJournal } from './journal';
import { stagingName } from './safe-path';
import { discardStaged } from './staging';
import { tolerate } from './tolerate';
import type { WriteStep } from './write-steps';

/** Runs one step of a write. Between any two steps, and inside each, a kill leaves a tree that `recover` makes whole. */
export function runStep(outdir: string, step: WriteStep): void {
  switch (step.do) {
    case 'stage':
      // `wx` opens no existing file, so it follows no link either. Only with the encoding named does Node write in one native call.
      writeFileSync(staged(outdir, step.to), step.text, { encoding: 'utf8', flag: 'wx', mode: 0o644 });
      break;
    case 'stage-directory':
      mkdirSync(staged(outdir, step.to));
      break;
    case 'commit':
      writeJournal(outdir, step.journal);
      break;
    case 'delete':
      tolerate(['ENOENT', 'ENOTDIR'], () => unlinkSync(`${outdir}/${step.path}`));
      break;
    case 'move':
      move(staged(outdir, step.from), `${outdir}/${step.path}`);
      break;
    case 'remove-directory':
      tolerate(['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(`${outdir}/${step.path}`));
      break;
    case 'close':
      discardStaged(outdir);
      break;
  }
}

function staged(outdir: string, name: string): string {
  return `${outdir}/${stagingName}/files/${name}`;
}

function move(from: string, to: string): void {
  if (tolerate(['ENOENT'], () => renameSync(from, to))) return;
  // Either it was moved before a kill, or somebody has removed the directory that it goes to since.
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}
