import { isPlain } from './is-plain';
import { keyPath } from './key-path';
import { describeType, preview } from './preview';
import type { Mismatch } from './prop-mismatch';

/** Deeper than any manifest, and far from the end of the stack. */
const MOST_LEVELS = 64;

/** The first place in plain data that YAML, JSON or an API server would lose or misread. */
export function misfitOfData(value: unknown, path: string, level = 0): Mismatch | undefined {
  if (typeof value === 'string') return isWellFormed(value) ? undefined : wrong(path, 'holds half of a character', 'use whole characters');
  if (typeof value === 'number') return numberMisfit(value, path);
  if (typeof value === 'boolean') return undefined;
  if (typeof value !== 'object' || value === null) return wrong(path, `is ${describeType(value)}`, 'use plain data, or leave it out');
  if (level > MOST_LEVELS) return wrong(path, `has more than ${MOST_LEVELS} levels, or holds itself`, 'use plain data');
  if (!Array.isArray(value)) return objectMisfit(value, path, level);
  for (let i = 0; i < value.length; i++) {
    const found = misfitOfData(value[i], `${path}[${i}]`, level + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function objectMisfit(value: object, path: string, level: number): Mismatch | undefined {
  if (!isPlain(value)) return isWrapped(value) ? undefined : wrong(path, `is ${describeType(value)}`, 'use plain data');
  for (const key of Object.keys(value)) {
    const place = keyPath(path, key);
    let field: unknown;
    try {
      field = (value as Readonly<Record<string, unknown>>)[key];
    } catch (error) {
      return wrong(place, `cannot be read: ${preview(error)}`, 'give a plain value');
    }
    if (field === undefined) continue;
    const found = misfitOfData(key, place) ?? misfitOfData(field, place, level + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A `Quantity` or an `IntOrString` of cdk8s-plus-27. */
function isWrapped(value: object): boolean {
  const { value: inner } = value as { readonly value?: unknown };
  return typeof inner === 'string' || typeof inner === 'number';
}

function numberMisfit(value: number, path: string): Mismatch | undefined {
  if (Object.is(value, -0)) return wrong(path, 'is -0', 'use 0');
  if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return undefined;
  return wrong(path, `is ${value}`, 'use a number that 64-bit floating point holds exactly');
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

function wrong(path: string, what: string, fix: string): Mismatch {
  return { path, what, fix };
}
