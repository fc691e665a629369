import { type Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { ConfigError } from './config-error';
import { preview } from './preview';

/** Most fields of Kubernetes hold seconds in 32 bits, which is 68 years. */
const MOST_SECONDS = 2 ** 31 - 1;

/** Whole seconds of a duration; one that is not whole, below `min`, or beyond 32 bits is refused under `code`. */
export function wholeSeconds(code: string, where: string, duration: Duration, min = 0): number {
  if (typeof (duration as Partial<Duration> | null)?.toMilliseconds !== 'function') {
    throw new ConfigError(code, { where, what: `${preview(duration)} is no Duration`, fix: 'use for example Duration.minutes(5)' });
  }
  const seconds = meant(duration.toMilliseconds({ integral: false }) / 1000);
  if (Number.isInteger(seconds) && seconds >= min && seconds <= MOST_SECONDS) return seconds;
  const problem = seconds > MOST_SECONDS ? `more than ${MOST_SECONDS}` : `not a whole number of seconds of at least ${min}`;
  const example = Number.isFinite(seconds) ? Math.min(Math.ceil(seconds), MOST_SECONDS) : 1;
  const fix = `use for example Duration.seconds(${Math.max(min, example, 1)})`;
  throw new ConfigError(code, { where, what: `${seconds} seconds is ${problem}`, fix });
}

/** A duration as Flux and Argo CD write it: `90s`, `5m`, `1h30m`. */
export function goDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const text = `${h > 0 ? `${h}h` : ''}${m > 0 ? `${m}m` : ''}${s > 0 ? `${s}s` : ''}`;
  return text === '' ? '0s' : text;
}

/** Kibibytes of a size: the finest grain that `Size` has. */
export function kibibytes(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
}

/**
 * A memory or storage quantity in the largest binary unit that divides it: `16Gi`, `512Mi`. A part of a KiB becomes a whole one.
 *
 * Refused under `code`: nothing at all, and 8 EiB and more, which Kubernetes would cut down without a word.
 */
export function sizeQuantity(code: string, where: string, size: Size): string {
  if (typeof (size as Partial<Size> | null)?.toKibibytes !== 'function') {
    throw new ConfigError(code, { where, what: `${preview(size)} is no Size`, fix: 'use for example Size.gibibytes(1)' });
  }
  const kib = kibibytes(size);
  const whole = Math.ceil(meant(kib));
  if (!(kib > 0) || !Number.isSafeInteger(whole)) {
    const fix = 'use a size above zero and below 8 EiB, for example Size.gibibytes(1)';
    throw new ConfigError(code, { where, what: `a size of ${kib} KiB is not ${kib > 0 ? 'below 8 EiB' : 'above zero'}`, fix });
  }
  const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let [amount, unit] = [whole, 0];
  while (unit < units.length - 1 && amount % 1024 === 0) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${units[unit]}`;
}

/**
 * The whole number that was meant: to a computer, 1.1 hours are 3960.0000000000005 seconds.
 *
 * Never moves an amount by as much as a byte (of KiB) or a millisecond (of seconds).
 */
function meant(amount: number): number {
  const whole = Math.round(amount);
  return Math.abs(amount - whole) <= Math.min(whole * 2 ** -48, 2 ** -11) ? whole : amount;
}

/** The sum of sizes. */
export function sumSizes(...sizes: readonly Size[]): Size {
  return Size.kibibytes(sizes.reduce((sum, size) => sum + kibibytes(size), 0));
}
