/** Says on a terminal which step is under way. */
export interface Progress {
  readonly step: (name: string) => void;
  /** Clears the line. */
  readonly done: () => void;
}

/** Progress on the error stream when that is a terminal and people read it; silent in CI and for machines. */
export function progress(silent = false): Progress {
  if (silent || !process.stderr.isTTY || process.env.CI !== undefined) return { step: () => {}, done: () => {} };
  const clear = '\r\u001b[K';
  return {
    step: (name) => process.stderr.write(`${clear}${name} …`),
    done: () => process.stderr.write(clear),
  };
}
