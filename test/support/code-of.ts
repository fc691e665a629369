import { ConfigError } from '../../src/base/config-error';
import { FindingsError } from '../../src/base/findings-error';

/** The code of the finding that `act` throws, those of several joined by commas, or `accepted`. Any other error fails the test. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (ConfigError.is(error)) return error.code;
    if (FindingsError.is(error)) return [...new Set([...error.message.matchAll(/\[([\w.-]+)\]$/gm)].map((match) => match[1]))].join();
    throw error;
  }
  return 'accepted';
}

/** What `act` throws; undefined when it returns. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
