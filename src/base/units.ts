import { type Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { ConfigError } from './config-error';
import { describeType } from './preview';

/** Most fields of Kubernetes hold seconds in 32 bits, which is 68 years. */
const MOST_SECONDS = 2 ** 31 - 1;

/** A duration in whole seconds. Refused under `code`: parts of a second, less than `min`, and more than 32 bits hold. */
export function wholeSeconds(code: string, where: string, duration: Duration, min = 0): number {
  if (typeof (duration as Partial<Duration> | null)?.toMilliseconds !== 'function') {
    throw new ConfigError(code, { where, what: `must be a Duration, got ${describeType(duration)}`, fix: 'use Duration.minutes(5)' });
  }
  const seconds = withoutRoundingError(duration.toMilliseconds({ integral: false }) / 1000);
  if (Number.isInteger(seconds) && seconds >= min && seconds <= MOST_SECONDS) return seconds;
  const rule = seconds > MOST_SECONDS ? `at most ${MOST_SECONDS} seconds` : `whole seconds, at least ${min}`;
  const example = Number.isFinite(seconds) ? Math.min(Math.ceil(seconds), MOST_SECONDS) : 1;
  const fix = `use Duration.seconds(${Math.max(min, example, 1)})`;
  throw new ConfigError(code, { where, what: `the duration must be ${rule}, got ${seconds} s`, fix });
}

/** A duration as Flux and Argo CD write it: `90s`, `5m`, `1h30m`. */
export function goDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const text = `${h > 0 ? `${h}h` : ''}${m > 0 ? `${m}m` : ''}${s > 0 ? `${s}s` : ''}`;
  return text === '' ? '0s' : text;
}

/** A size in kibibytes, the smallest unit of `Size`. */
export function kibibytes(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
}

/**
 * A memory or storage quantity in the largest binary unit that divides it: `16Gi`, `512Mi`. Parts of a KiB are rounded up.
 *
 * Refused under `code`: zero, and 8 EiB or more, which Kubernetes would silently reduce.
 */
export function sizeQuantity(code: string, where: string, size: Size): string {
  if (typeof (size as Partial<Size> | null)?.toKibibytes !== 'function') {
    throw new ConfigError(code, { where, what: `must be a Size, got ${describeType(size)}`, fix: 'use Size.gibibytes(1)' });
  }
  const kib = kibibytes(size);
  const whole = Math.ceil(withoutRoundingError(kib));
  if (!(kib > 0) || !Number.isSafeInteger(whole)) {
    const fix = 'use a size above zero and below 8 EiB, for example Size.gibibytes(1)';
    throw new ConfigError(code, { where, what: `the size must be ${kib > 0 ? 'below 8 EiB' : 'above zero'}, got ${kib} KiB`, fix });
  }
  const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let [amount, unit] = [whole, 0];
  while (unit < units.length - 1 && amount % 1024 === 0) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${units[unit]}`;
}

/**
 * Removes the error of floating point: 1.1 hours are 3960.0000000000005 seconds.
 *
 * Never changes an amount by a byte (of KiB) or a millisecond (of seconds).
 */
function withoutRoundingError(amount: number): number {
  const whole = Math.round(amount);
  return Math.abs(amount - whole) <= Math.min(whole * 2 ** -48, 2 ** -11) ? whole : amount;
}

/** The sum of sizes. */
export function sumSizes(...sizes: readonly Size[]): Size {
  return Size.kibibytes(sizes.reduce((sum, size) => sum + kibibytes(size), 0));
}
