/** Runs `act` and takes the named failures (`ENOENT`) for "that is so already". True when it did not fail. */
export function tolerate(codes: readonly string[], act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
