import { misfitOfData } from './data-mismatch';
import { describeSchema } from './describe-schema';
import { isPlain } from './is-plain';
import { keyPath } from './key-path';
import { nearestWord } from './nearest-word';
import { describeType, preview } from './preview';
import type { Fields, PropSchema } from './prop-schema';
import { PROP_SCHEMAS } from './public-shapes';

/** Where a value is nothing of its shape. */
export interface Mismatch {
  /** `callers[0].labels`; empty for the value itself. */
  readonly path: string;
  /** `is 7`: goes after the path. */
  readonly what: string;
  readonly fix: string;
}

/** No prop lies so deep. Most names have more than two letters, so that this ends long before the stack. */
const LONGEST_PATH = 1_000;

/** The first place in a value that is nothing of the shape; undefined when all of it fits. Reads values, and changes none. Loose: parts that nobody asked for may be there. */
export function misfit(shape: PropSchema, value: unknown, path = '', loose = false): Mismatch | undefined {
  if (path.length > LONGEST_PATH)
    return { path: `${path.slice(0, 60)}…`, what: 'has too many levels, or holds itself', fix: 'use plain data' };
  if (typeof shape === 'string') return shape === 'data' ? misfitOfData(value, path) : plainMisfit(shape, value, path);
  if ('is' in shape) return shape.is.some((each) => Object.is(each, value)) ? undefined : otherKind(shape, value, path);
  if ('list' in shape) return listMisfit(shape, value, path, loose);
  if ('map' in shape) return mapMisfit(shape, value, path, loose);
  if ('any' in shape) return misfitOfAny(shape, value, path, loose);
  if (!isObject(value)) return otherKind(shape, value, path);
  if ('of' in shape) {
    const fields = PROP_SCHEMAS.definitions[shape.of] as Fields;
    if (!isPlain(value) && !Object.keys(fields).some((field) => field.replace(/\?$/, '') in value)) return otherKind(shape, value, path);
    return fieldsMisfit(fields, value, path, loose) ?? (loose ? undefined : unknownKey(fields, value, path));
  }
  const inside = fieldsMisfit(PROP_SCHEMAS.instances[shape.instance] as Fields, value, path, true);
  return inside === undefined ? undefined : otherKind(shape, value, path);
}

function plainMisfit(shape: 'text' | 'number' | 'boolean' | 'function', value: unknown, path: string): Mismatch | undefined {
  const type = shape === 'text' ? 'string' : shape;
  if (typeof value !== type) return otherKind(shape, value, path);
  return shape === 'text' ? misfitOfData(value, path) : undefined;
}

function listMisfit(shape: { readonly list: PropSchema }, value: unknown, path: string, loose: boolean): Mismatch | undefined {
  if (!Array.isArray(value)) return otherKind(shape, value, path);
  // By index, because the methods of arrays pass over holes.
  for (let i = 0; i < value.length; i++) {
    const found = misfitAt(shape.list, value, i, { path: `${path}[${i}]`, loose });
    if (found !== undefined) return found;
  }
  return undefined;
}

function mapMisfit(shape: { readonly map: PropSchema }, value: unknown, path: string, loose: boolean): Mismatch | undefined {
  if (!isObject(value) || !isPlain(value)) return otherKind(shape, value, path);
  for (const key of Object.keys(value)) {
    const found = misfitOfData(key, keyPath(path, key)) ?? misfitAt(shape.map, value, key, { path: keyPath(path, key), loose });
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldsMisfit(fields: Fields, value: object, path: string, loose: boolean): Mismatch | undefined {
  for (const [field, shape] of Object.entries(fields)) {
    const optional = field.endsWith('?');
    const name = optional ? field.slice(0, -1) : field;
    const found = misfitAt(shape, value, name, { path: keyPath(path, name), loose, optional });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a class made may have more than it was asked for; a plain object with more was misspelt, or would lose a part without a word. */
function unknownKey(fields: Fields, value: object, path: string): Mismatch | undefined {
  const known = Object.keys(fields).map((field) => field.replace(/\?$/, ''));
  if (known.length === 0 || !isPlain(value)) return undefined;
  for (const key of Object.keys(value)) {
    // Not read: it may be a property that throws.
    const { value: given, get } = Object.getOwnPropertyDescriptor(value, key) ?? {};
    if (known.includes(key) || (given === undefined && get === undefined)) continue;
    const meant = nearestWord(key, known);
    return { path: keyPath(path, key), what: 'is unknown', fix: meant === undefined ? 'remove it' : `use ${meant}` };
  }
  return undefined;
}

/** What is wrong with a value that may be one of several: what is wrong with the one that it was meant to be, where that is clear. */
function misfitOfAny(shape: { readonly any: readonly PropSchema[] }, value: unknown, path: string, loose: boolean): Mismatch | undefined {
  const meant = shape.any.filter((each) => isMeant(each, value)).map((each) => misfit(each, value, path, loose));
  if (meant.includes(undefined)) return undefined;
  return meant.length === 1 ? meant[0] : otherKind(shape, value, path);
}

function isMeant(shape: PropSchema, value: unknown): boolean {
  if (typeof shape === 'string' || 'is' in shape || 'instance' in shape) return misfit(shape, value) === undefined;
  if ('list' in shape) return Array.isArray(value);
  if ('of' in shape) {
    const fields = PROP_SCHEMAS.definitions[shape.of] as Fields;
    const { kind } = fields;
    if (!isObject(value)) return false;
    if (kind !== undefined) return misfitAt(kind, value, 'kind', {}) === undefined;
    return Object.keys(fields).every((field) => field.endsWith('?') || field in value);
  }
  return 'map' in shape && isObject(value);
}

/** The same for a field of a value, which may be one that throws when it is read. */
function misfitAt(
  shape: PropSchema,
  value: object,
  key: string | number,
  { path = '', loose = false, optional = false }: { readonly path?: string; readonly loose?: boolean; readonly optional?: boolean },
): Mismatch | undefined {
  let found: unknown;
  try {
    found = (value as Readonly<Record<string | number, unknown>>)[key];
  } catch (error) {
    return { path, what: `cannot be read: ${preview(error)}`, fix: 'give a plain value' };
  }
  if (found !== undefined) return misfit(shape, found, path, loose);
  return optional ? undefined : { path, what: 'is missing', fix: `add ${describeSchema(shape)}` };
}

function otherKind(shape: PropSchema, value: unknown, path: string): Mismatch {
  const nothing = typeof shape === 'object' && 'any' in shape && shape.any.length === 0;
  return { path, what: `is ${describeType(value)}`, fix: nothing ? 'leave it out' : `use ${describeSchema(shape)}` };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
