import fc from 'fast-check';
import type { AnyObject } from '../../src/schema/validate-object';

type Data = unknown;
type Fields = Record<string, Data>;

/** Values that somebody may write by mistake, and that tell checks apart. */
const ODD_VALUES: readonly Data[] = [
  '',
  'x',
  'UPPER_case',
  '-a',
  'a.b',
  '1',
  '25%',
  '-5%',
  '100Mi',
  '1.5',
  'true',
  0,
  -1,
  1,
  70000,
  2 ** 31,
  1.5,
  true,
  false,
  {},
  [],
  [{}],
  { a: 'b' },
  ['x'],
];

/** One mistake: where (as a share of all places) and what. */
interface Mistake {
  readonly place: number;
  readonly kind: 'delete' | 'odd' | 'rename' | 'repeat' | 'add' | 'copy';
  readonly value: Data;
  readonly other: number;
}

/** Every place is as likely as any other. */
const place = fc.noBias(fc.integer({ min: 0, max: 9999 })).map((part) => part / 10_000);

const mistake: fc.Arbitrary<Mistake> = fc.record({
  place,
  kind: fc.constantFrom('delete', 'odd', 'odd', 'odd', 'rename', 'repeat', 'add', 'copy'),
  value: fc.constantFrom(...ODD_VALUES),
  other: place,
});

/** Objects like the given ones with one to three mistakes each. The identity stays, so that a server has a place for them. */
export function mutated(objects: readonly AnyObject[]): fc.Arbitrary<AnyObject> {
  return fc
    .tuple(
      fc.constantFrom(...objects),
      fc.oneof(
        { weight: 3, arbitrary: fc.array(mistake, { minLength: 1, maxLength: 1 }) },
        fc.array(mistake, { minLength: 2, maxLength: 3 }),
      ),
    )
    .map(([object, mistakes]) => mistakes.reduce<AnyObject>((data, each) => withMistake(data, each), object));
}

function withMistake(object: AnyObject, mistake: Mistake): AnyObject {
  const copy = structuredClone(object) as Fields;
  const places = placesOf(copy);
  const place = places[Math.floor(mistake.place * places.length)];
  const other = places[Math.floor(mistake.other * places.length)];
  if (place !== undefined) change(place, mistake, other);
  return copy;
}

/** A field of a map or an item of a list. */
interface Place {
  readonly parent: Fields | Data[];
  readonly key: string | number;
}

const IDENTITY: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

function placesOf(object: Fields): Place[] {
  const places: Place[] = [];
  const visit = (parent: Fields | Data[], key: string | number): void => {
    places.push({ parent, key });
    const value = (parent as Fields)[key as string];
    if (Array.isArray(value)) for (const index of value.keys()) visit(value, index);
    else if (typeof value === 'object' && value !== null) for (const name of Object.keys(value)) visit(value as Fields, name);
  };
  for (const name of Object.keys(object)) if (!IDENTITY.has(name)) visit(object, name);
  const metadata = object.metadata as Fields;
  for (const name of Object.keys(metadata)) if (name !== 'name' && name !== 'namespace') visit(metadata, name);
  return places;
}

function change({ parent, key }: Place, { kind, value }: Mistake, other: Place | undefined): void {
  const fields = parent as Fields;
  const name = key as string;
  const odd = structuredClone(value);
  if (kind === 'odd') fields[name] = odd;
  else if (kind === 'copy') fields[name] = structuredClone((other?.parent as Fields | undefined)?.[other?.key as string]);
  else if (Array.isArray(parent)) {
    if (kind === 'delete') parent.splice(key as number, 1);
    else if (kind === 'repeat') parent.push(structuredClone(parent[key as number]));
    else parent.push(odd);
  } else if (kind === 'delete') delete fields[name];
  else if (kind === 'rename') {
    fields[`${name}x`] = fields[name];
    delete fields[name];
  } else fields[IDENTITY.has(String(other?.key)) ? 'extra' : String(other?.key)] = odd;
}
