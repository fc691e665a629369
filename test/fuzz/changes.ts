import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { type PropSchema, parametersOf, resolved } from '../../src/base/prop-schema';
import { hostileDuration, hostileNumber, hostileSize, hostileText, hostileValue } from './hostile';

/** What is done to one place of sound props. Plain data, so that a counterexample can be read. */
export type Change =
  | { readonly kind: 'replace'; readonly place: number; readonly value: unknown }
  | {
      readonly kind: 'twist';
      readonly place: number;
      readonly text: string;
      readonly number: number;
      readonly duration: Duration;
      readonly size: Size;
    }
  | { readonly kind: 'drop'; readonly place: number }
  | { readonly kind: 'add'; readonly place: number; readonly key: string; readonly value: unknown }
  | { readonly kind: 'fill'; readonly prop: number; readonly seed: readonly Leaf[] };

const place = fc.nat(200);

export type Leaf = string | number | boolean | Duration | Size;

export const leaves: fc.Arbitrary<Leaf[]> = fc.array(fc.oneof(hostileText, hostileNumber, hostileDuration, hostileSize, fc.boolean()), {
  minLength: 4,
  maxLength: 12,
});

export const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('replace' as const), place, value: hostileValue }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('twist' as const),
      place,
      text: hostileText,
      number: hostileNumber,
      duration: hostileDuration,
      size: hostileSize,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const), place, key: hostileText, value: hostileValue }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fill' as const),
      prop: fc.nat(60),
      seed: leaves,
    }),
  },
);

/** The props with the changes made in a copy. */
export function changed(construct: string, props: object, changes: readonly Change[]): unknown {
  let made: unknown = props;
  for (const each of changes) made = each.kind === 'fill' ? filled(construct, made, each) : changedAt(made, each);
  return made;
}

type Path = readonly (string | number)[];

/** Every place in plain data; what a class made stays whole. */
function places(value: unknown, path: Path = []): readonly Path[] {
  if (!isPlain(value) || path.length > 8) return [path];
  return [path, ...Object.keys(value).flatMap((key) => places((value as Record<string, unknown>)[key], [...path, key]))];
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  // Another change may have put in what throws when it is read.
  if (Object.values(Object.getOwnPropertyDescriptors(value)).some(({ get }) => get !== undefined)) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function changedAt(props: unknown, each: Exclude<Change, { kind: 'fill' }>): unknown {
  const all = places(props);
  const path = all[each.place % all.length] ?? [];
  return path.length === 0 && each.kind !== 'add' ? props : at(props, path, (value) => changedValue(value, each));
}

const DROPPED = Symbol('dropped');

function changedValue(value: unknown, each: Exclude<Change, { kind: 'fill' }>): unknown {
  if (each.kind === 'drop') return DROPPED;
  if (each.kind === 'replace') return each.value;
  if (each.kind === 'add') {
    if (Array.isArray(value)) return [...value, each.value];
    return isPlain(value) ? Object.defineProperty({ ...value }, each.key, own(each.value)) : value;
  }
  if (typeof value === 'string') return each.text;
  if (typeof value === 'number') return each.number;
  if (value instanceof Duration) return each.duration;
  if (value instanceof Size) return each.size;
  return typeof value === 'boolean' ? !value : value;
}

const own = (value: unknown) => ({ value, enumerable: true, configurable: true, writable: true });

function at(value: unknown, [key, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  const inner = at((value as Record<string | number, unknown>)[key], rest, change);
  if (Array.isArray(value)) return value.flatMap((each, i) => (String(i) !== String(key) ? [each] : inner === DROPPED ? [] : [inner]));
  const others = Object.fromEntries(Object.entries(value as object).filter(([other]) => other !== key));
  return inner === DROPPED ? others : Object.defineProperty(others, key, own(inner));
}

/** Gives one more prop, of the kind that its type asks for, made of hostile leaves. */
function filled(construct: string, props: unknown, { prop, seed }: Extract<Change, { kind: 'fill' }>): unknown {
  const schema = parametersOf(construct)?.find(({ name }) => name === 'props')?.schema;
  if (schema?.$ref === undefined || !isPlain(props)) return props;
  const fields = Object.entries(resolved(schema).properties ?? {});
  const [field, of] = fields[prop % fields.length] ?? ['name', { type: 'string' }];
  return { ...props, [field]: new Leaves(seed).made(of) };
}

/** Values of a schema. The leaves come from a list, over and over. */
export class Leaves {
  private next = 0;

  constructor(private readonly seed: readonly Leaf[]) {}

  made(schema: PropSchema, depth = 0): unknown {
    const { type, enum: literals, anyOf, items, additionalProperties } = schema;
    if (schema.$ref !== undefined) return this.made(resolved(schema), depth);
    if (literals !== undefined) return literals[this.turn() % literals.length];
    if (anyOf !== undefined) return this.made(anyOf[this.turn() % anyOf.length] as PropSchema, depth + 1);
    if (type === 'string') return this.leaf((value) => typeof value === 'string', 'a');
    if (type === 'number') return this.leaf((value) => typeof value === 'number', 1);
    if (type === 'boolean') return this.leaf((value) => typeof value === 'boolean', true);
    if (schema['x-function']) return () => 1;
    if (items !== undefined) return Array.from({ length: this.turn() % 3 }, () => this.made(items, depth + 1));
    if (typeof additionalProperties === 'object')
      return { [String(this.leaf((value) => typeof value === 'string', 'a'))]: this.made(additionalProperties, depth + 1) };
    if (schema.not !== undefined) return undefined;
    if (schema['x-class'] !== undefined) return this.instance(schema['x-class']);
    return type === 'object' ? this.table(schema, depth) : this.leaf((value) => typeof value !== 'object', 'a');
  }

  private table({ properties = {}, required = [] }: PropSchema, depth: number): unknown {
    const entries = Object.entries(properties).filter(([field]) => required.includes(field) || (depth < 5 && this.turn() % 3 === 0));
    return Object.fromEntries(entries.map(([field, schema]) => [field, this.made(schema, depth + 1)]));
  }

  private instance(name: string): unknown {
    if (name === 'Duration') return this.leaf((value) => value instanceof Duration, Duration.minutes(1));
    if (name === 'Size') return this.leaf((value) => value instanceof Size, Size.gibibytes(1));
    return Construct;
  }

  private turn(): number {
    this.next += 1;
    return String(this.seed[this.next % this.seed.length]).length + this.next;
  }

  private leaf(fits: (value: unknown) => boolean, otherwise: unknown): unknown {
    for (let i = 0; i < this.seed.length; i++) {
      this.next += 1;
      const value = this.seed[this.next % this.seed.length];
      if (fits(value)) return value;
    }
    return otherwise;
  }
}
