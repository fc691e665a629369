import { dataMismatch, isPlain, type PropMismatch } from './data-mismatch';
import { describeSchema, exampleOf } from './describe-schema';
import { nearestWord } from './nearest-word';
import { describeType, keyPath, preview } from './preview';
import { type PropSchema, resolved } from './prop-schema';

/** No prop is nested so deep. Most names have more than two letters, so this ends long before the stack does. */
const LONGEST_PATH = 1_000;

/** Enough to see what is wrong; a list of a million numbers in the place of strings needs no million lines. */
const MOST_MISMATCHES = 20;

/** Every place in a value that breaks the schema, in the order of the schema; empty when the value fits. */
export function mismatches(schema: PropSchema, value: unknown, path = ''): readonly PropMismatch[] {
  const found: PropMismatch[] = [];
  try {
    new Comparison(found, false).compare(schema, value, path);
  } catch (error) {
    // A proxy that throws when it is looked at. Mistakes of ours keep their stack.
    if (error instanceof Stop) return found;
    found.push({ path, what: `cannot be read: ${preview(error)}`, fix: 'pass plain data' });
  }
  return found;
}

/** Ends a comparison that has found enough. */
class Stop extends Error {}

class Comparison {
  constructor(
    private readonly found: PropMismatch[],
    /** Fields that the schema does not know are fine: what a class made has more than what tells it from others. */
    private readonly loose: boolean,
  ) {}

  compare(schema: PropSchema, value: unknown, path: string): void {
    if (path.length > LONGEST_PATH) {
      this.add({ path, what: 'is nested too deeply or contains itself', fix: 'pass plain data' });
      return;
    }
    const { type, anyOf, enum: literals, not } = schema;
    if (schema.$ref !== undefined) this.compareDefinition(resolved(schema), schema, value, path);
    else if (literals !== undefined)
      this.expect(
        literals.some((each) => Object.is(each, value)),
        schema,
        value,
        path,
      );
    else if (anyOf !== undefined) this.compareAny(anyOf, schema, value, path);
    else if (not !== undefined) this.add({ path, what: 'is not supported here', fix: schema.description ?? 'leave it out' });
    else if (schema['x-function']) this.expect(typeof value === 'function', schema, value, path);
    else if (type === 'array') this.compareList(schema, value, path);
    else if (type === 'object' || schema['x-members'] !== undefined) this.compareDefinition(schema, schema, value, path);
    else if (type !== undefined) this.comparePlain(type, schema, value, path);
    else this.addData(value, path);
  }

  private comparePlain(type: 'string' | 'number' | 'boolean', schema: PropSchema, value: unknown, path: string): void {
    const fits = typeof value === type && !(type === 'number' && !Number.isFinite(value));
    this.expect(fits, schema, value, path);
    if (fits && type === 'string') this.addData(value, path);
  }

  private compareList(schema: PropSchema, value: unknown, path: string): void {
    if (!Array.isArray(value)) {
      this.expect(false, schema, value, path);
      return;
    }
    // By index, because the methods of arrays skip holes.
    for (let i = 0; i < value.length; i++) this.compareField(schema.items ?? {}, value, i, `${path}[${i}]`, true);
  }

  /** The given schema is the one with the prop's own example; the definition is what it refers to. */
  private compareDefinition(definition: PropSchema, given: PropSchema, value: unknown, path: string): void {
    const { properties, additionalProperties, 'x-members': members } = definition;
    if (properties === undefined && members === undefined && typeof additionalProperties !== 'object') {
      this.compare(definition, value, path);
      return;
    }
    if (!isObject(value) || isOfAnotherKind(definition, value)) this.expect(false, given, value, path);
    else if (members !== undefined) this.expect(isMade(members, value), given, value, path);
    else if (typeof additionalProperties === 'object') this.compareMap(additionalProperties, given, value, path);
    else if (!isPlain(value) && !Object.keys(properties ?? {}).some((field) => field in value)) this.expect(false, given, value, path);
    else this.compareFields(definition, value, path);
  }

  private compareMap(each: PropSchema, given: PropSchema, value: object, path: string): void {
    if (!isPlain(value)) {
      this.expect(false, given, value, path);
      return;
    }
    for (const key of Object.keys(value)) {
      this.addData(key, keyPath(path, key));
      this.compareField(each, value, key, keyPath(path, key), true);
    }
  }

  compareFields({ properties = {}, required = [], additionalProperties }: PropSchema, value: object, path: string): void {
    for (const [field, schema] of Object.entries(properties)) {
      this.compareField(schema, value, field, keyPath(path, field), required.includes(field));
    }
    if (!this.loose && additionalProperties === false) this.addUnknown(Object.keys(properties), value, path);
  }

  /** An object that a class made may have more than it needs; a plain object with more has a typo, or would lose a part silently. */
  private addUnknown(known: readonly string[], value: object, path: string): void {
    if (known.length === 0 || !isPlain(value)) return;
    for (const key of Reflect.ownKeys(value)) {
      // Not read: it may be a getter that throws.
      const { value: given, get, enumerable } = Object.getOwnPropertyDescriptor(value, key) ?? {};
      if ((typeof key === 'string' && known.includes(key)) || !enumerable || (given === undefined && get === undefined)) continue;
      const meant = typeof key === 'string' ? nearestWord(key, known) : undefined;
      const name = typeof key === 'string' ? keyPath(path, key) : `${path}[${preview(key)}]`;
      const what = meant === undefined ? '' : `, did you mean \`${meant}\`?`;
      this.add({ path: name, what, fix: meant === undefined ? 'remove it' : `rename it to ${meant}`, unknown: true });
    }
  }

  /** A value that may be one of several: what is wrong with the one that it comes closest to. */
  private compareAny(anyOf: readonly PropSchema[], given: PropSchema, value: unknown, path: string): void {
    const meant = anyOf.filter((each) => isMeant(each, value)).map((each) => this.inside(each, value, path));
    if (meant.some((found) => found.length === 0)) return;
    const [closest] = [...meant].sort((a, b) => a.length - b.length);
    if (closest === undefined) this.expect(false, given, value, path);
    else for (const each of closest) this.add(each);
  }

  private compareField(schema: PropSchema, value: object, key: string | number, path: string, required: boolean): void {
    let field: unknown;
    try {
      field = (value as Readonly<Record<string | number, unknown>>)[key];
    } catch (error) {
      this.add({ path, what: `cannot be read: ${preview(error)}`, fix: 'pass a plain value' });
      return;
    }
    if (field !== undefined) this.compare(schema, field, path);
    else if (required) this.add({ path, what: 'is required', fix: `add ${typeof key === 'string' ? `${key}: ` : ''}${exampleOf(schema)}` });
  }

  private inside(schema: PropSchema, value: unknown, path: string): readonly PropMismatch[] {
    const found: PropMismatch[] = [];
    new Comparison(found, this.loose).compare(schema, value, path);
    return found;
  }

  private expect(fits: boolean, schema: PropSchema, value: unknown, path: string): void {
    if (fits) return;
    const [type, got, example] = [describeSchema(schema), describeType(value), exampleOf(schema)];
    const what = type === got ? `must be ${example}, got another object` : `must be ${type}, got ${got}${kindText(value)}`;
    this.add({ path, what, fix: `use ${example}` });
  }

  private addData(value: unknown, path: string): void {
    const found = dataMismatch(value, path);
    if (found !== undefined) this.add(found);
  }

  private add(mismatch: PropMismatch): void {
    this.found.push(mismatch);
    if (this.found.length >= MOST_MISMATCHES) throw new Stop();
  }
}

/** Whether an object has all that tells a class from others. */
function isMade(members: PropSchema, value: object): boolean {
  const found: PropMismatch[] = [];
  new Comparison(found, true).compareFields(members, value, '');
  return found.length === 0;
}

/** Whether an object that only factories make has the kind of another factory, or none. */
function isOfAnotherKind({ properties, 'x-factories': factories }: PropSchema, value: object): boolean {
  const kinds = properties?.kind?.enum;
  return kinds !== undefined && factories !== undefined && !kinds.some((kind) => kind === kindOf(value));
}

function kindText(value: unknown): string {
  const kind = isObject(value) ? kindOf(value) : undefined;
  return typeof kind === 'string' ? ` of kind ${preview(kind)}` : '';
}

/** The kind of an object, which is not read when reading it would run code. */
function kindOf(value: object): unknown {
  return Object.getOwnPropertyDescriptor(value, 'kind')?.value;
}

function isMeant(schema: PropSchema, value: unknown): boolean {
  const { properties, required = [], additionalProperties, type } = resolved(schema);
  if (type === 'array') return Array.isArray(value);
  if (type !== 'object') return mismatches(schema, value).length === 0;
  if (!isObject(value)) return false;
  if (typeof additionalProperties === 'object') return true;
  const kind = properties?.kind;
  if (kind !== undefined) return 'kind' in value && mismatches(kind, value.kind).length === 0;
  return required.every((field) => field in value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
