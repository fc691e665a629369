import { describeType, keyPath, preview } from './preview';

/** Where a value breaks its schema. */
export interface PropMismatch {
  /** `callers[0].labels`; empty for the value itself. */
  readonly path: string;
  /** Follows the path: `must be Cpu, got number 1`; of an unknown field, the nearest known one. */
  readonly what: string;
  readonly fix: string;
  readonly unknown?: true;
}

/** Deeper than any manifest, and far from the end of the stack. */
const MOST_LEVELS = 64;

/** The first place in plain data that YAML, JSON or an API server would lose or misread. */
export function dataMismatch(value: unknown, path: string, level = 0): PropMismatch | undefined {
  if (typeof value === 'string')
    return isWellFormed(value) ? undefined : wrong(path, 'contains half of a character', 'use whole characters');
  if (typeof value === 'number') return numberMismatch(value, path);
  if (typeof value === 'boolean') return undefined;
  if (typeof value !== 'object' || value === null) return wrong(path, `must be plain data, got ${describeType(value)}`, 'leave it out');
  if (level > MOST_LEVELS) return wrong(path, `has more than ${MOST_LEVELS} levels or contains itself`, 'pass plain data');
  if (!Array.isArray(value)) return objectMismatch(value, path, level);
  for (let i = 0; i < value.length; i++) {
    const found = dataMismatch(value[i], `${path}[${i}]`, level + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function objectMismatch(value: object, path: string, level: number): PropMismatch | undefined {
  if (!isPlain(value))
    return isWrapped(value) ? undefined : wrong(path, `must be plain data, got ${describeType(value)}`, 'pass plain data');
  for (const key of Object.keys(value)) {
    const inner = keyPath(path, key);
    let field: unknown;
    try {
      field = (value as Readonly<Record<string, unknown>>)[key];
    } catch (error) {
      return wrong(inner, `cannot be read: ${preview(error)}`, 'pass a plain value');
    }
    if (field === undefined) continue;
    const found = dataMismatch(key, inner) ?? dataMismatch(field, inner, level + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A `Quantity` or an `IntOrString` of cdk8s-plus. */
function isWrapped(value: object): boolean {
  const { value: inner } = value as { readonly value?: unknown };
  return typeof inner === 'string' || typeof inner === 'number';
}

function numberMismatch(value: number, path: string): PropMismatch | undefined {
  if (Object.is(value, -0)) return wrong(path, 'is -0', 'use 0');
  if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return undefined;
  return wrong(path, `is ${value}, which 64-bit floating point cannot hold exactly`, 'use a smaller number');
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

function wrong(path: string, what: string, fix: string): PropMismatch {
  return { path, what, fix };
}

/**
 * An object without a class; some parsers create theirs without a prototype.
 *
 * Compared by structure, not by identity: data of another realm (a worker, a test's sandbox) has another Object.prototype.
 */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
