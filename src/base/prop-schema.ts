import { PROP_FILES, PROP_ROOMS } from '../../imports/props';

/**
 * The part of JSON Schema (draft 2020-12) that describes what callers pass to the library.
 *
 * An empty schema is any data that YAML can hold. Classes and functions cannot be written in JSON: `x-class` and `x-function` name them, and
 * other readers of the files let such values pass.
 */
export interface PropSchema {
  readonly type?: 'string' | 'number' | 'boolean' | 'array' | 'object';
  readonly enum?: readonly (string | number | boolean)[];
  readonly items?: PropSchema;
  readonly properties?: Readonly<Record<string, PropSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: PropSchema | false;
  readonly anyOf?: readonly PropSchema[];
  readonly not?: Readonly<Record<string, never>>;
  /** A definition of any of the files: `props-kube.json#/$defs/Mount`. */
  readonly $ref?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly 'x-function'?: true;
  /** The class of an object. */
  readonly 'x-class'?: string;
  /** What tells objects of a class from others: several copies of a class may be loaded, so that `instanceof` does not. */
  readonly 'x-members'?: PropSchema;
  /** The factories that make such an object: `Run.once`. */
  readonly 'x-factories'?: readonly string[];
  /** What to write, from `@example` of the doc comment: `Cpu.cores(1)`. */
  readonly 'x-example'?: string;
}

/** One parameter of a constructor, a factory or a function. */
export interface Parameter {
  readonly name: string;
  readonly optional?: boolean;
  readonly rest?: boolean;
  readonly schema: PropSchema;
}

/** One of the files `imports/props/props-<room>.json`. */
export interface PropFile {
  readonly $defs: Readonly<Record<string, PropSchema>>;
  /** By class, factory and function: `MLService`, `Run.once`, `accept`. */
  readonly 'x-parameters': Readonly<Record<string, readonly Parameter[]>>;
}

/** The parameters of a public class, factory or function; undefined for one that is not public. Loads the file of its room. */
export function parametersOf(callable: string): readonly Parameter[] | undefined {
  const room = PROP_ROOMS[callable.replace(/\..*/, '')];
  return room === undefined ? undefined : fileOf(room)?.['x-parameters'][callable];
}

/** The schema itself, or the definition that it refers to. Loads the file of the definition. */
export function resolved(schema: PropSchema): PropSchema {
  if (schema.$ref === undefined) return schema;
  const [file = '', name = ''] = schema.$ref.split('#/$defs/');
  const room = file.slice('props-'.length, -'.json'.length);
  const found = fileOf(room)?.$defs[name];
  if (found === undefined) throw new Error(`${schema.$ref} does not exist: run npx tsx scripts/prop-schemas/main.ts`);
  return found;
}

function fileOf(room: string): PropFile | undefined {
  return PROP_FILES[room]?.() as PropFile | undefined; // generated, and compared with the types by a test
}
