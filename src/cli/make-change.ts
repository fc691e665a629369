import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { recover } from '../store/recover';
import { writeTree } from '../store/write-tree';
import type { ReleaseChange } from './change-release';

/**
 * Writes an edit that renders: the release file, the output directories that stand there, and the proof.
 *
 * When an output directory cannot be written, the release file gets back the bytes that it had.
 */
export function makeChange({ path, before, after, apps }: ReleaseChange, proof: { readonly path: string; readonly text: string }): void {
  const written = apps.filter(({ outdir }) => existsSync(outdir));
  for (const { outdir } of written) recover(outdir);
  replaceFile(path, after);
  try {
    for (const app of written) writeTree(app.outdir, app.after);
  } catch (error) {
    replaceFile(path, before);
    throw error;
  }
  mkdirSync(dirname(proof.path), { recursive: true });
  replaceFile(proof.path, proof.text);
}

/** Readers see the old text or the new one, never a part. */
function replaceFile(path: string, text: string): void {
  const aside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(aside, text);
    renameSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}
