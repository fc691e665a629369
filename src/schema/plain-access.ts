/** Fields of plain data by name. Absent and null are one thing, and data of another shape than expected reads as empty. */
export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = {};
const NO_ITEMS: readonly unknown[] = [];

/** The way to a value. */
type Keys = readonly (string | number)[];

/** The value that some keys lead to. */
export function valueAt(data: unknown, ...keys: Keys): unknown {
  return reached(data, keys);
}

/** A map; empty when there is none. */
export function fieldsAt(data: unknown, ...keys: Keys): Fields {
  const value = reached(data, keys);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NOTHING;
}

/** A list; empty when there is none. */
export function listAt(data: unknown, ...keys: Keys): readonly unknown[] {
  const value = reached(data, keys);
  return Array.isArray(value) ? value : NO_ITEMS;
}

/** A text; undefined when there is none. */
export function textAt(data: unknown, ...keys: Keys): string | undefined {
  const value = reached(data, keys);
  return typeof value === 'string' ? value : undefined;
}

/** A number; undefined when there is none. */
export function numberAt(data: unknown, ...keys: Keys): number | undefined {
  const value = reached(data, keys);
  return typeof value === 'number' ? value : undefined;
}

function reached(data: unknown, keys: Keys): unknown {
  let value = data;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value ?? undefined;
}
