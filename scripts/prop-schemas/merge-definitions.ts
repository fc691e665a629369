import type { PublicApi } from './public-api';

/** The same with one definition for all that read alike, and without those that nothing refers to. */
export function mergeDefinitions(api: PublicApi): PublicApi {
  let found = api;
  for (;;) {
    const first = new Map<string, string>();
    const duplicates = new Map<string, string>();
    for (const [name, { schema }] of Object.entries(found.definitions)) {
      const text = JSON.stringify(schema);
      const same = first.get(text);
      if (same === undefined) first.set(text, name);
      else duplicates.set(name, same);
    }
    if (duplicates.size === 0) return reachable(found);
    found = renamed(found, duplicates);
  }
}

function renamed({ callables, definitions }: PublicApi, duplicates: ReadonlyMap<string, string>): PublicApi {
  const kept = Object.fromEntries(Object.entries(definitions).filter(([name]) => !duplicates.has(name)));
  const rename = (key: string, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value;
    const name = value.slice('#/$defs/'.length);
    return `#/$defs/${duplicates.get(name) ?? name}`;
  };
  return JSON.parse(JSON.stringify({ callables, definitions: kept }, rename)) as PublicApi;
}

function reachable({ callables, definitions }: PublicApi): PublicApi {
  const names = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/\$defs\/([^"]+)"/g)) {
      if (name === undefined || names.has(name)) continue;
      names.add(name);
      visit(definitions[name]);
    }
  };
  visit(callables);
  return { callables, definitions: Object.fromEntries(Object.entries(definitions).filter(([name]) => names.has(name))) };
}
