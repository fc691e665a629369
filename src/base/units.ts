import { type Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { ConfigError } from './config-error';

/** Whole seconds of a duration; a duration that is not whole, or below `min`, is refused under `code`. */
export function wholeSeconds(code: string, where: string, duration: Duration, min = 0): number {
  const millis = duration.toMilliseconds({ integral: false });
  const seconds = millis / 1000;
  if (Number.isInteger(seconds) && seconds >= min) return seconds;
  throw new ConfigError(code, {
    where,
    what: `${seconds} seconds is not a whole number of seconds of at least ${min}`,
    fix: `use for example Duration.seconds(${Math.max(min, Math.ceil(seconds), 1)})`,
  });
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

/** A memory or storage quantity in the largest binary unit that divides it: `16Gi`, `512Mi`. Zero and less are refused under `code`. */
export function sizeQuantity(code: string, where: string, size: Size): string {
  const kib = kibibytes(size);
  if (!(kib > 0)) {
    const fix = 'use a size above zero, for example Size.gibibytes(1)';
    throw new ConfigError(code, { where, what: `a size of ${kib} KiB is not above zero`, fix });
  }
  const whole = Math.ceil(kib);
  const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let [amount, unit] = [whole, 0];
  while (unit < units.length - 1 && amount % 1024 === 0) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${units[unit]}`;
}

/** The sum of sizes. */
export function sumSizes(...sizes: readonly Size[]): Size {
  return Size.kibibytes(sizes.reduce((sum, size) => sum + kibibytes(size), 0));
}
