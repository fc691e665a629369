/** Fields of plain data by name. Absent and null are one thing, and data of another shape than expected reads as empty. */
export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = {};

/** The value that some keys lead to. */
export function valueAt(data: unknown, ...keys: readonly (string | number)[]): unknown {
  let value = data;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value ?? undefined;
}

/** A map; empty when there is none. */
export function fieldsAt(data: unknown, ...keys: readonly (string | number)[]): Fields {
  const value = valueAt(data, ...keys);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NOTHING;
}

/** A list; empty when there is none. */
export function listAt(data: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const value = valueAt(data, ...keys);
  return Array.isArray(value) ? value : [];
}

/** A text; undefined when there is none. */
export function textAt(data: unknown, ...keys: readonly (string | number)[]): string | undefined {
  const value = valueAt(data, ...keys);
  return typeof value === 'string' ? value : undefined;
}

/** A number; undefined when there is none. */
export function numberAt(data: unknown, ...keys: readonly (string | number)[]): number | undefined {
  const value = valueAt(data, ...keys);
  return typeof value === 'number' ? value : undefined;
}
