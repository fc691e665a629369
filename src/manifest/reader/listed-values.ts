import type { DataPath } from './marks';

/** A value that may be an object of Kubernetes, and the way to it in its document. */
export interface ListedValue {
  readonly value: unknown;
  readonly path: DataPath;
}

/** What a document holds: itself, or the items of a `kind: List`, one by one. */
export function* listedValues(data: unknown, path: DataPath = []): Iterable<ListedValue> {
  if (typeof data !== 'object' || data === null || !isList(data)) yield { value: data, path };
  else for (const [index, item] of data.items.entries()) yield* listedValues(item, [...path, 'items', index]);
}

function isList(data: object): data is { readonly items: readonly unknown[] } {
  const { kind, apiVersion, items } = data as Readonly<Record<string, unknown>>;
  return kind === 'List' && apiVersion === 'v1' && Array.isArray(items);
}
