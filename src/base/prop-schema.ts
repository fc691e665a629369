/**
 * What the compiler knows of a value, kept for callers without one.
 *
 * `data` is anything that YAML can hold; `of` names a table of fields, `instance` a class, both in the {@link PropSchemas}.
 */
export type PropSchema =
  | 'text'
  | 'number'
  | 'boolean'
  | 'function'
  | 'data'
  | { readonly is: readonly (string | number | boolean)[] }
  | { readonly list: PropSchema }
  | { readonly map: PropSchema }
  | { readonly instance: string }
  | { readonly of: string }
  | { readonly any: readonly PropSchema[] };

/** The fields of an object; a name that ends in `?` may be left out. */
export type Fields = Readonly<Record<string, PropSchema>>;

export interface Parameter {
  readonly name: string;
  readonly optional?: boolean;
  readonly rest?: boolean;
  readonly shape: PropSchema;
}

export type Parameters = readonly Parameter[];

/** Everything that callers give to the library. */
export interface PropSchemas {
  /** By class and by factory: `MLService`, `Run.once`. */
  readonly callables: Readonly<Record<string, Parameters>>;
  /** By name of a table: the factories that make such objects. */
  readonly makers: Readonly<Record<string, readonly string[]>>;
  /** By class: what tells its objects from others. */
  readonly instances: Readonly<Record<string, Fields>>;
  /** By name: the fields of an object. */
  readonly definitions: Readonly<Record<string, Fields>>;
}
