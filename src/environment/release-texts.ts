import { resolve } from 'node:path';

/** Text of release files by absolute path, in place of what is on disk. */
export type ReleaseTexts = ReadonlyMap<string, string>;

// The program that is run carries its own copy of this library, bundled, so the two meet in a global symbol.
const TEXTS = Symbol.for('cdk8s-mlops.release-texts');

type Global = typeof globalThis & { [TEXTS]?: ReleaseTexts };

/**
 * Has release files read as these texts until `run` is done. Nothing is written.
 *
 * So an edit is rendered before it is made: one that does not render leaves the file as it is.
 */
export async function withReleaseTexts<T>(texts: ReleaseTexts, run: () => Promise<T>): Promise<T> {
  const world = globalThis as Global;
  const before = world[TEXTS];
  world[TEXTS] = new Map([...texts].map(([path, text]) => [resolve(path), text]));
  try {
    return await run();
  } finally {
    world[TEXTS] = before;
  }
}

/** The text that stands in for a release file, if any does. */
export function editedReleaseText(path: string): string | undefined {
  return (globalThis as Global)[TEXTS]?.get(resolve(path));
}
