import { existsSync } from 'node:fs';
import { ConfigError } from '../base/config-error';
import { explainFailure } from '../store/explain-failure';
import { recover } from '../store/recover';
import { assertReplaceable, type PreparedFile, prepareFile, replaceFile, targetOf } from '../store/replace-file';
import { joined } from '../store/safe-path';
import { writeTree } from '../store/write-tree';
import type { ReleaseChange } from './change-release';

/** A switch proof, and the file that it goes to. */
export interface ProofFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Refuses a change that cannot be written, before anything is: a release file or proof in a place that holds no file (`release.write`,
 * `cli.proof`), and a proof that would replace the release file or a rendered file (`cli.proof`).
 */
export function assertWritable({ path, apps }: ReleaseChange, proof: string): void {
  assertReplaceable('release.write', path, 'make it a regular file in a directory that you may write to');
  const fix = 'name a new file, for example --proof releases/prod.proof.json';
  assertReplaceable('cli.proof', proof, fix);
  const taken = [path, ...apps.flatMap(({ outdir, before, after }) => [before, after].flatMap((tree) => filesIn(outdir, tree)))];
  if (!taken.map(targetOf).includes(targetOf(proof))) return;
  throw new ConfigError('cli.proof', { where: proof, what: 'the proof would replace the release file or a rendered file', fix });
}

function filesIn(outdir: string, tree: ReadonlyMap<string, ReadonlyMap<string, string>>): readonly string[] {
  return [...tree].flatMap(([directory, files]) => [...files.keys()].map((name) => `${outdir}/${joined(directory, name)}`));
}

/**
 * Writes a change that renders: the release file, the output directories that exist, and the proof.
 *
 * All or nothing: both new files are complete on disk before the first one takes its place. When an output directory cannot be written, the
 * release file and the directories that were written before it get back what they had.
 */
export function makeChange(change: ReleaseChange, proof: ProofFile): void {
  explainFailure(process.cwd(), () => writeChange(change, proof));
}

function writeChange({ path, before, after, apps }: ReleaseChange, proof: ProofFile): void {
  const written = apps.filter(({ outdir }) => existsSync(outdir));
  for (const { outdir } of written) recover(outdir);
  const files: PreparedFile[] = [];
  const undo: (() => void)[] = [];
  try {
    for (const file of [{ path, text: after }, proof]) files.push(prepareFile(file.path, file.text));
    const [release, record] = files as [PreparedFile, PreparedFile];
    release.commit();
    undo.push(() => replaceFile(path, before));
    for (const app of written) {
      undo.push(() => writeTree(app.outdir, app.before));
      writeTree(app.outdir, app.after);
    }
    record.commit();
  } catch (error) {
    for (const file of files) file.discard();
    rollBack(path, undo, error);
    throw error;
  }
}

/** Takes back every step, the last one first, also after one that could not be taken back. */
function rollBack(path: string, undo: readonly (() => void)[], cause: unknown): void {
  const failures = [...undo].reverse().flatMap((step) => {
    try {
      step();
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  if (failures.length === 0) return;
  const what = `the change failed (${cause instanceof Error ? cause.message : String(cause)}), and undoing it failed too: ${failures.join('; ')}`;
  const fix = 'fix the cause, compare the release file with Git, then run `cdk8s-mlops render`';
  throw new ConfigError('release.rollback', { where: path, what, fix, cause });
}
