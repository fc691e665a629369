import { ConfigError } from '../base/config-error';
import { shownPath } from './safe-path';

/** Runs `act`, and says of a failure of the file system (`EACCES`, `EROFS`) where it was and how to go on. */
export function explainFailure<T>(outdir: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new ConfigError('store.io', {
      where: shownPath(outdir, cause.path ?? ''),
      what: cause.message,
      fix: 'fix that, for example the permissions or the space that is left, then render again',
      cause,
    });
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  // Not `instanceof Error`: a test runner gives each file its own `Error`, and the file system another.
  return typeof error === 'object' && error !== null && 'syscall' in error && 'message' in error;
}
