import { ConfigError } from '../../src/base/config-error';

/** The code of the finding that `act` throws, or `accepted`. Any other error passes through and fails the test. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (ConfigError.is(error)) return error.code;
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
