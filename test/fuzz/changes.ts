import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import type { PropSchema } from '../../src/base/prop-schema';
import { PROP_SCHEMAS } from '../../src/base/public-shapes';
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
  const shape = PROP_SCHEMAS.callables[construct]?.find(({ name }) => name === 'props')?.shape;
  if (shape === undefined || typeof shape === 'string' || !('of' in shape) || !isPlain(props)) return props;
  const fields = Object.entries(PROP_SCHEMAS.definitions[shape.of] ?? {});
  const [field, of] = fields[prop % fields.length] ?? ['name', 'text'];
  return { ...props, [field.replace(/\?$/, '')]: new Leaves(seed).made(of as PropSchema) };
}

/** Values of a shape. The leaves come from a list, over and over. */
export class Leaves {
  private next = 0;

  constructor(private readonly seed: readonly Leaf[]) {}

  made(shape: PropSchema, depth = 0): unknown {
    if (shape === 'text') return this.leaf((value) => typeof value === 'string', 'a');
    if (shape === 'number') return this.leaf((value) => typeof value === 'number', 1);
    if (shape === 'boolean') return this.leaf((value) => typeof value === 'boolean', true);
    if (shape === 'function') return () => 1;
    if (shape === 'data') return this.leaf((value) => typeof value !== 'object', 'a');
    if ('is' in shape) return shape.is[this.turn() % shape.is.length];
    if ('list' in shape) return Array.from({ length: this.turn() % 3 }, () => this.made(shape.list, depth + 1));
    if ('map' in shape) return { [String(this.leaf((value) => typeof value === 'string', 'a'))]: this.made(shape.map, depth + 1) };
    if ('any' in shape && shape.any.length === 0) return undefined;
    if ('any' in shape) return this.made(shape.any[this.turn() % shape.any.length] as PropSchema, depth + 1);
    if ('instance' in shape) return this.instance(shape.instance);
    return this.table(shape.of, depth);
  }

  private table(name: string, depth: number): unknown {
    const entries = Object.entries(PROP_SCHEMAS.definitions[name] ?? {}).filter(
      ([field]) => !field.endsWith('?') || (depth < 5 && this.turn() % 3 === 0),
    );
    return Object.fromEntries(entries.map(([field, shape]) => [field.replace(/\?$/, ''), this.made(shape, depth + 1)]));
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
