/** Keys and list positions that lead to a value. */
export type ValuePath = readonly (string | number)[];

/** Something that an API server would refuse in one object. */
export interface SchemaFinding {
  readonly code: SchemaCode;
  readonly path: ValuePath;
  readonly what: string;
  readonly fix: string;
}

/** The kinds of schema findings; `docs/check.md` lists them. */
export type SchemaCode =
  | 'schema.choice'
  | 'schema.duplicate'
  | 'schema.enum'
  | 'schema.format'
  | 'schema.length'
  | 'schema.metadata'
  | 'schema.pattern'
  | 'schema.range'
  | 'schema.required'
  | 'schema.rule'
  | 'schema.type'
  | 'schema.unknown';

/** A path as people write it: `spec.containers[0].ports`, `metadata.annotations["example.com/owner"]`. */
export function pathText(path: ValuePath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w$-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** A value in a message: short, and never more than one line. */
export function valueText(value: unknown): string {
  const text =
    typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'a map') : (JSON.stringify(value) ?? String(value));
  return text.length <= 80 ? text : `${text.slice(0, 76)}…"`;
}
