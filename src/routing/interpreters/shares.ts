/**
 * Where requests of one kind go: the share of each Service in percent, by {@link serviceKey}.
 *
 * What the router answers itself has the status as its key: `HTTP 404`. The shares add up to 100.
 */
export type Shares = Readonly<Record<string, number>>;

/** A Service's port in a namespace, as text: `team-a/scorer-blue:80`. */
export function serviceKey(namespace: string | undefined, name: string, port: number | string | undefined): string {
  return `${namespace ?? 'default'}/${name}:${port ?? ''}`;
}

/** The router's own answer. */
export function answers(status: number): Shares {
  return { [`HTTP ${status}`]: 100 };
}

/** Parts in proportion, as percent. Parts of one key are added; a part of nothing is left out. */
export function sharesOf(parts: readonly (readonly [key: string, weight: number])[]): Shares {
  const total = parts.reduce((sum, [, weight]) => sum + weight, 0);
  const shares: Record<string, number> = {};
  for (const [key, weight] of parts) if (weight > 0) shares[key] = (shares[key] ?? 0) + (weight * 100) / total;
  return shares;
}
