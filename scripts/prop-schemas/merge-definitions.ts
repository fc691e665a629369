import type { PropSchemas } from '../../src/base/prop-schema';

/** The same with one table for all that read alike, and without those that nothing refers to. */
export function withoutTwins(shapes: PropSchemas): PropSchemas {
  let found = shapes;
  for (;;) {
    const first = new Map<string, string>();
    const twins = new Map<string, string>();
    for (const [name, fields] of Object.entries(found.definitions)) {
      const text = JSON.stringify([fields, found.makers[name]]);
      const same = first.get(text);
      if (same === undefined) first.set(text, name);
      else twins.set(name, same);
    }
    if (twins.size === 0) return reachable(found);
    found = renamed(found, twins);
  }
}

function renamed({ callables, makers, instances, definitions }: PropSchemas, twins: ReadonlyMap<string, string>): PropSchemas {
  const makersOf: Record<string, string[]> = {};
  for (const [name, factories] of Object.entries(makers)) {
    const kept = twins.get(name) ?? name;
    makersOf[kept] = [...new Set([...(makersOf[kept] ?? []), ...factories])];
  }
  const others = Object.fromEntries(Object.entries(definitions).filter(([name]) => !twins.has(name)));
  const rename = (_: string, value: unknown) => {
    const of = (value as { readonly of?: string } | null)?.of;
    return typeof of === 'string' && twins.has(of) ? { of: twins.get(of) } : value;
  };
  const parts = JSON.parse(JSON.stringify({ callables, definitions: others }, rename)) as Pick<PropSchemas, 'callables' | 'definitions'>;
  return { ...parts, makers: makersOf, instances };
}

function reachable({ callables, makers, instances, definitions }: PropSchemas): PropSchemas {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"of":"([^"]+)"/g)) {
      if (name === undefined || names.has(name)) continue;
      names.add(name);
      visit(definitions[name]);
    }
  };
  visit([callables, instances]);
  const kept = <T>(record: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name)));
  return { callables, makers: kept(makers), instances, definitions: kept(definitions) };
}
