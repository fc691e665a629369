import type { Volume } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';

/**
 * A volume of cdk8s-plus, of version 27 or any later one. It is described by what it has, so that no version has to be installed for our types,
 * and each that is installed fits.
 */
export interface PlusVolume {
  readonly name: string;
  asVolume(): unknown;
}

/** The manifest form of such a volume. */
export function plusVolume(where: string, volume: PlusVolume): Volume {
  const { _toKube } = volume as { _toKube?: () => unknown };
  if (typeof _toKube === 'function') return plainData(_toKube.call(volume)) as Volume;
  const fix = 'make it with kplus.Volume of cdk8s-plus, or use another factory of Mount';
  throw new ConfigError('Mount.plus', { where, what: 'the value is not a volume of cdk8s-plus', fix });
}

/**
 * Plain data from typed values of cdk8s-plus.
 *
 * Its `Quantity` and `IntOrString` classes are unwrapped only by its own object classes; in any other object they would be written as
 * `{ value: … }` (cdk8s#2163).
 */
export function plainData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainData);
  if (value === null || typeof value !== 'object') return value;
  const wrapped = (value as { value?: unknown }).value;
  if (value.constructor !== Object && (typeof wrapped === 'string' || typeof wrapped === 'number')) return wrapped;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([key, field]) => [key, plainData(field)]),
  );
}
