import { type Definitions, definition, kindOf, refTarget, type Schema } from './definitions';

/** Only the kinds and what they refer to, directly or through others; sorted by name. */
export function reachableDefinitions(all: Definitions): Definitions {
  const seen = new Set<string>();
  const waiting = Object.keys(all).filter((name) => kindOf(all[name]) !== undefined);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...references(definition(all, name)));
  }
  return Object.fromEntries([...seen].sort().map((name) => [name, definition(all, name)]));
}

function references(schema: Schema): string[] {
  const own = schema.$ref === undefined ? [] : [refTarget(schema.$ref)];
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.oneOf ?? [])];
  if (schema.items) inner.push(schema.items);
  if (schema.additionalProperties) inner.push(schema.additionalProperties);
  return [...own, ...inner.flatMap(references)];
}
