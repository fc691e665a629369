import { isPlain } from './is-plain';
import { keyPath } from './key-path';
import { misfitOfData } from './misfit-of-data';
import { nearestWord } from './nearest-word';
import { PUBLIC_SHAPES } from './public-shapes';
import type { Fields, Shape } from './shape';
import { shapeText } from './shape-text';
import { kindText, shown } from './shown';

/** Where a value is nothing of its shape. */
export interface Misfit {
  /** `callers[0].labels`; empty for the value itself. */
  readonly path: string;
  /** `is 7`: goes after the path. */
  readonly what: string;
  readonly fix: string;
}

/** The first place in a value that is nothing of the shape; undefined when all of it fits. Reads values, and changes none. */
export function misfit(shape: Shape, value: unknown, path = ''): Misfit | undefined {
  if (typeof shape === 'string') return shape === 'data' ? misfitOfData(value, path) : plainMisfit(shape, value, path);
  if ('is' in shape) return shape.is.some((each) => Object.is(each, value)) ? undefined : otherKind(shape, value, path);
  if ('list' in shape) return listMisfit(shape, value, path);
  if ('map' in shape) return mapMisfit(shape, value, path);
  if ('any' in shape) return misfitOfAny(shape, value, path);
  if (!isObject(value)) return otherKind(shape, value, path);
  if ('of' in shape) {
    const fields = PUBLIC_SHAPES.definitions[shape.of] as Fields;
    if (!isPlain(value) && !Object.keys(fields).some((field) => field.replace(/\?$/, '') in value)) return otherKind(shape, value, path);
    return fieldsMisfit(fields, value, path) ?? unknownKey(fields, value, path);
  }
  const inside = fieldsMisfit(PUBLIC_SHAPES.instances[shape.instance] as Fields, value, path);
  return inside === undefined ? undefined : otherKind(shape, value, path);
}

function plainMisfit(shape: 'text' | 'number' | 'boolean' | 'function', value: unknown, path: string): Misfit | undefined {
  const type = shape === 'text' ? 'string' : shape;
  if (typeof value !== type) return otherKind(shape, value, path);
  return shape === 'text' ? misfitOfData(value, path) : undefined;
}

function listMisfit(shape: { readonly list: Shape }, value: unknown, path: string): Misfit | undefined {
  if (!Array.isArray(value)) return otherKind(shape, value, path);
  // By index, because the methods of arrays pass over holes.
  for (let i = 0; i < value.length; i++) {
    const found = misfitAt(shape.list, value, i, `${path}[${i}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mapMisfit(shape: { readonly map: Shape }, value: unknown, path: string): Misfit | undefined {
  if (!isObject(value) || !isPlain(value)) return otherKind(shape, value, path);
  for (const key of Object.keys(value)) {
    const found = misfitOfData(key, keyPath(path, key)) ?? misfitAt(shape.map, value, key, keyPath(path, key));
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldsMisfit(fields: Fields, value: object, path: string): Misfit | undefined {
  for (const [field, shape] of Object.entries(fields)) {
    const optional = field.endsWith('?');
    const name = optional ? field.slice(0, -1) : field;
    const found = misfitAt(shape, value, name, keyPath(path, name), optional);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a class made may have more than it was asked for; a plain object with more was misspelt, or would lose a part without a word. */
function unknownKey(fields: Fields, value: object, path: string): Misfit | undefined {
  const known = Object.keys(fields).map((field) => field.replace(/\?$/, ''));
  if (known.length === 0 || !isPlain(value)) return undefined;
  for (const key of Object.keys(value)) {
    if (known.includes(key) || (value as Readonly<Record<string, unknown>>)[key] === undefined) continue;
    const meant = nearestWord(key, known);
    return { path: keyPath(path, key), what: 'is unknown', fix: meant === undefined ? 'remove it' : `use ${meant}` };
  }
  return undefined;
}

/** The alternative that the value meant: the one of its kind, else the only one that is an object at all. */
function misfitOfAny(shape: { readonly any: readonly Shape[] }, value: unknown, path: string): Misfit | undefined {
  if (shape.any.some((each) => misfit(each, value, path) === undefined)) return undefined;
  const [meant, another] = shape.any.filter((each) => isMeant(each, value));
  return meant === undefined || another !== undefined ? otherKind(shape, value, path) : misfit(meant, value, path);
}

function isMeant(shape: Shape, value: unknown): boolean {
  if (typeof shape === 'string')
    return (shape === 'text' && typeof value === 'string') || (shape === 'number' && typeof value === 'number');
  if ('list' in shape) return Array.isArray(value);
  if ('of' in shape) {
    const { kind } = PUBLIC_SHAPES.definitions[shape.of] as Fields;
    return isObject(value) && (kind === undefined || misfitAt(kind, value, 'kind', '') === undefined);
  }
  return 'map' in shape && isObject(value);
}

/** The same for a field of a value, which may be one that throws when it is read. */
function misfitAt(shape: Shape, value: object, key: string | number, path: string, optional = false): Misfit | undefined {
  let found: unknown;
  try {
    found = (value as Readonly<Record<string | number, unknown>>)[key];
  } catch (error) {
    return { path, what: `cannot be read: ${shown(error)}`, fix: 'give a plain value' };
  }
  if (found !== undefined) return misfit(shape, found, path);
  return optional ? undefined : { path, what: 'is missing', fix: `add ${shapeText(shape)}` };
}

function otherKind(shape: Shape, value: unknown, path: string): Misfit {
  return { path, what: `is ${kindText(value)}`, fix: `use ${shapeText(shape)}` };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
