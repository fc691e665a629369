import type { Manifest } from '../../manifest/manifest';
import type { RoutedRequest } from './routed-request';
import type { Shares } from './shares';

/** A host and path that an object claims. */
export interface RouteEntry {
  /** `models.example.com`, `*.example.com`; empty for every host. */
  readonly host: string;
  readonly path: string;
  /** How the path is compared. A pattern is shown and not tried. */
  readonly pathType: 'Prefix' | 'Exact' | 'Pattern';
  readonly object: Manifest;
  /** Marks of requests that go elsewhere than regular requests. */
  readonly marks: readonly Mark[];
  /** The cookie that keeps users where they are. */
  readonly sticky?: string;
}

/** A header or cookie that changes where a request goes. */
export interface Mark {
  /** `header x-color: green` */
  readonly title: string;
  readonly request: Pick<RoutedRequest, 'headers' | 'cookies'>;
}

/** How the objects of one kind of router are read. */
export interface Dialect {
  readonly router: string;
  entries(manifests: readonly Manifest[]): readonly RouteEntry[];
  shares(manifests: readonly Manifest[], request: RoutedRequest): Shares;
  copies?(manifests: readonly Manifest[], request: RoutedRequest): Shares;
}

export function headerMark(name: string, value: string): Mark {
  return { title: `header ${name}: ${value}`, request: { headers: { [name]: value } } };
}

export function cookieMark(name: string, value: string): Mark {
  return { title: `cookie ${name}=${value}`, request: { cookies: { [name]: value } } };
}

/** A request that the place is asked for; undefined for one that no host or path text can stand for. */
export function requestFor({ host, path, pathType }: Pick<RouteEntry, 'host' | 'path' | 'pathType'>): RoutedRequest | undefined {
  if (pathType === 'Pattern' || host.startsWith('~')) return undefined;
  return { host: host === '' || host === '*' ? 'any.host' : host.replace(/^\*\./, 'any.'), path };
}

/** Two tests of routers that compare letters, `/v1` exactly and all below `/v1/`, are the one place `/v1`. */
export function mergedPaths(places: readonly RouteEntry[]): readonly RouteEntry[] {
  const exact = new Set(places.filter(({ pathType }) => pathType === 'Exact').map(({ host, path }) => `${host}${path}`));
  const whole = new Set(
    places
      .filter(({ host, path, pathType }) => pathType === 'Prefix' && path.endsWith('/') && exact.has(`${host}${path.slice(0, -1)}`))
      .map(({ host, path }) => `${host}${path.slice(0, -1)}`),
  );
  return places.flatMap((place): readonly RouteEntry[] => {
    const { host, path, pathType } = place;
    if (pathType === 'Exact' && whole.has(`${host}${path}`)) return [{ ...place, pathType: 'Prefix' }];
    return pathType === 'Prefix' && path.endsWith('/') && whole.has(`${host}${path.slice(0, -1)}`) ? [] : [place];
  });
}
