import type { Manifest } from '../../manifest/manifest';
import { type Mark, type RouteEntry, requestFor } from '../interpreters/dialect';
import type { RoutedRequest } from '../interpreters/routed-request';
import type { Shares } from '../interpreters/shares';
import { objectsByHost } from './objects-by-host';
import { type RoutingGroup, routingGroups } from './routing-groups';

/** Where the requests of one host and path go. */
export interface RoutingRow {
  readonly host: string;
  readonly path: string;
  readonly pathType: RouteEntry['pathType'];
  readonly router: string;
  /** The Gateway or class. Empty where the kind has neither. */
  readonly entrance: string;
  /** Every object that claims this host and path. */
  readonly objects: readonly Manifest[];
  /** Requests without a mark. Left out for patterns, which are not tried. */
  readonly shares?: Shares;
  /** Requests with a mark that go elsewhere. */
  readonly previews: readonly { readonly mark: string; readonly shares: Shares }[];
  /** Who gets copies, in percent. */
  readonly copies: Shares;
  /** The cookie that keeps users where they are. */
  readonly sticky?: string;
}

/** The routing table of a directory of manifests, ours or not. */
export function routingTable(manifests: readonly Manifest[]): readonly RoutingRow[] {
  return routingGroups(manifests).flatMap(groupRows);
}

function groupRows(group: RoutingGroup): readonly RoutingRow[] {
  const near = objectsByHost(group);
  const places = new Map<string, RouteEntry[]>();
  for (const place of group.dialect.entries(group.manifests)) {
    const key = JSON.stringify([place.host, place.path, place.pathType]);
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  }
  return [...places]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, same]) => rowOf(group, near, same as [RouteEntry, ...RouteEntry[]]));
}

function rowOf(
  { dialect, entrance }: RoutingGroup,
  near: (host: string) => readonly Manifest[],
  places: readonly [RouteEntry, ...RouteEntry[]],
): RoutingRow {
  const [{ host, path, pathType }] = places;
  const request = requestFor(places[0]);
  const manifests = near(host);
  const sticky = places.find((place) => place.sticky !== undefined)?.sticky;
  const row = { host, path, pathType, router: dialect.router, entrance, objects: [...new Set(places.map(({ object }) => object))] };
  const bound = sticky === undefined ? {} : { sticky };
  if (request === undefined) return { ...row, previews: [], copies: {}, ...bound };
  const sharesOf = (asked: RoutedRequest): Shares => dialect.shares(manifests, asked);
  const shares = sharesOf(request);
  const marks = new Map(places.flatMap((place) => place.marks).map((mark): [string, Mark] => [mark.title, mark]));
  const previews = [...marks.values()].map(({ title, request: mark }) => ({ mark: title, shares: sharesOf({ ...request, ...mark }) }));
  return {
    ...row,
    shares,
    previews: previews.filter((preview) => textOf(preview.shares) !== textOf(shares)),
    copies: dialect.copies?.(manifests, request) ?? {},
    ...bound,
  };
}

function textOf(shares: Shares): string {
  return JSON.stringify(Object.entries(shares).sort());
}
