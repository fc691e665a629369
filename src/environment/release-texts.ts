import { resolve } from 'node:path';

/** Text of release files by absolute path, in place of what is on disk. */
export type ReleaseTexts = ReadonlyMap<string, string>;

// The program that is run loads its own copy of this library, so the two meet in a global symbol.
const TEXTS = Symbol.for('cdk8s-mlops.release-texts');

type Global = typeof globalThis & { [TEXTS]?: ReleaseTexts };

/** Has release files read as these texts from now on; gives a function that ends it. Nothing is written. */
export function useReleaseTexts(texts: ReleaseTexts): () => void {
  const shared = globalThis as Global;
  const before = shared[TEXTS];
  shared[TEXTS] = new Map([...texts].map(([path, text]) => [resolve(path), text]));
  return () => {
    shared[TEXTS] = before;
  };
}

/** The same until `run` is done: an edit is rendered before it is written, so an edit that does not render leaves the file unchanged. */
export async function withReleaseTexts<T>(texts: ReleaseTexts, run: () => Promise<T>): Promise<T> {
  const end = useReleaseTexts(texts);
  try {
    return await run();
  } finally {
    end();
  }
}

/** The text that replaces a release file, if any. */
export function editedReleaseText(path: string): string | undefined {
  return (globalThis as Global)[TEXTS]?.get(resolve(path));
}
