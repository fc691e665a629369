/** Frames of errors: the user's line often lies below more than ten of the library's. */
const FRAMES = 50;

/**
 * Takes from the process, while a program runs in it, what would be the command's undoing: to exit before the command has done its work, and to
 * write into its report. What the program prints goes to standard error.
 *
 * Gives a function that puts everything back.
 */
export function borrowProcess(exit: typeof process.exit): () => void {
  const before = { exit: process.exit, write: process.stdout.write, frames: Error.stackTraceLimit };
  process.exit = exit;
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof before.write;
  Error.stackTraceLimit = FRAMES;
  return () => {
    process.exit = before.exit;
    process.stdout.write = before.write;
    Error.stackTraceLimit = before.frames;
  };
}
