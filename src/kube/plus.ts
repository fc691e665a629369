import type { Volume as PlusVolume } from 'cdk8s-plus-27';
import type { Volume } from '../../imports/kubernetes';

/**
 * The one file that knows cdk8s-plus-27, so that moving to a later plus package is a change here.
 *
 * Types only: nothing of the package is loaded, which would add 100–200 ms to every render.
 */

/** A volume of cdk8s-plus-27. */
export type { PlusVolume };

interface InternalVolume {
  _toKube(): unknown;
}

/** The manifest form of a cdk8s-plus-27 volume. */
export function plusVolume(volume: PlusVolume): Volume {
  return plainData((volume as unknown as InternalVolume)._toKube()) as Volume;
}

/**
 * Plain data out of cdk8s-plus-27's typed values.
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
