import type { PropSchema } from '../../src/base/prop-schema';

type Literal = string | number | boolean;

const ANY_DATA = JSON.stringify({});

/** One schema for several: none twice, literals together, and no literal beside the type that it belongs to. */
export function alternatives(schemas: readonly PropSchema[]): PropSchema {
  const flat = schemas.flatMap((schema) => schema.anyOf ?? (schema.not === undefined ? [schema] : []));
  const literals = new Set(flat.flatMap((schema): readonly Literal[] => schema.enum ?? []));
  if (literals.has(true) && literals.has(false)) {
    flat.push({ type: 'boolean' });
    literals.delete(true);
    literals.delete(false);
  }
  const others = [
    ...new Map(flat.filter((schema) => schema.enum === undefined).map((schema) => [JSON.stringify(schema), schema])).values(),
  ];
  const types = new Set(others.flatMap(({ type }) => type ?? []));
  const apart = [...literals].filter((value) => !types.has(typeof value as 'string' | 'number' | 'boolean'));
  const all: PropSchema[] = [...(apart.length === 0 ? [] : [{ enum: apart }]), ...others];
  if (all.some((schema) => JSON.stringify(schema) === ANY_DATA)) return {};
  if (all.length === 0) return { not: {} };
  return all.length === 1 ? (all[0] as PropSchema) : { anyOf: all };
}
