import { ConfigError } from '../../base/config-error';

const AREA = /^[A-Z][A-Za-z0-9_+-]{0,13}$/;

/**
 * A time zone by its IANA name, as the API server takes it: `Europe/Berlin`, `Etc/UTC`.
 *
 * Refused under `code`: offsets (`+01:00`), `Local`, another case (`europe/berlin`), and names that the time zone data of Node.js does not have.
 *
 * @see https://www.iana.org/time-zones
 */
export function timeZoneName(code: string, where: string, timeZone: string): string {
  if (typeof timeZone === 'string' && isTimeZone(timeZone)) return timeZone;
  throw new ConfigError(code, {
    where,
    what: `time zone ${JSON.stringify(timeZone)} is no IANA name`,
    fix: 'use a name such as "Europe/Berlin" or "Etc/UTC"',
  });
}

function isTimeZone(timeZone: string): boolean {
  if (timeZone === 'Local' || !timeZone.split('/').every((part) => AREA.test(part))) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
