import type { PropSchema } from '../../src/base/prop-schema';

type Literal = string | number | boolean;

/** One shape for several: none twice, literals together, and no literal beside the type that it belongs to. */
export function alternatives(shapes: readonly PropSchema[]): PropSchema {
  const flat = shapes.flatMap((shape) => (typeof shape === 'object' && 'any' in shape ? shape.any : [shape]));
  const literals = new Set(flat.flatMap((shape): readonly Literal[] => (typeof shape === 'object' && 'is' in shape ? shape.is : [])));
  if (literals.has(true) && literals.has(false)) {
    flat.push('boolean');
    literals.delete(true);
    literals.delete(false);
  }
  const others = [
    ...new Map(
      flat.filter((shape) => typeof shape === 'string' || !('is' in shape)).map((shape) => [JSON.stringify(shape), shape]),
    ).values(),
  ];
  const apart = [...literals].filter(
    (value) => !others.includes(typeof value === 'string' ? 'text' : (typeof value as 'number' | 'boolean')),
  );
  const all: PropSchema[] = [...(apart.length === 0 ? [] : [{ is: apart }]), ...others];
  if (all.includes('data')) return 'data';
  return all.length === 1 ? (all[0] as PropSchema) : { any: all };
}
