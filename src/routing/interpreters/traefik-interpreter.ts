import type { Manifest } from '../../manifest/manifest';
import type { IngressRouteSpec, TraefikBackend, TraefikRoute, TraefikServiceSpec } from '../routers/traefik-objects';
import { type Dialect, headerMark, mergedPaths, type RouteEntry } from './dialect';
import type { RoutedRequest } from './routed-request';
import { answers, type Shares, serviceKey, sharesOf } from './shares';
import { traefikMatcher } from './traefik-rule';

/** A TraefikService may point at others; deeper than this they point at each other. */
const DEEPEST = 8;

interface Candidate {
  readonly route: TraefikRoute;
  readonly namespace: string | undefined;
  readonly priority: number;
}

/**
 * Where Traefik sends a request, read from IngressRoutes and TraefikServices as the YAML has them, ours or not.
 *
 * Covers: priority by length unless it is given; weights in proportion, 1 when left out; mirrors that take nothing away; a color cookie that
 * holds a user as long as the weight is above 0, and lets go at 0; `sticky` in the wrong place means nothing.
 */
export function traefikShares(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const start = startOf(manifests, request);
  return start === undefined ? answers(404) : backendsShares(start.route.services ?? [], false, start.walk);
}

/** Where copies of a request go: of mirrors behind the route, each with its percent, 0 when left out. */
export function traefikCopies(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const start = startOf(manifests, request);
  const [backend, ...others] = start?.route.services ?? [];
  // Of several services a weighted choice is made first; copies behind one of those are not added up here.
  if (start === undefined || backend?.kind !== 'TraefikService' || others.length > 0) return {};
  const namespace = backend.namespace ?? start.walk.namespace;
  const mirrors = start.walk.services.get(placeOf({ namespace, name: backend.name }))?.mirroring?.mirrors ?? [];
  return Object.fromEntries(
    mirrors.map(({ percent = 0, ...mirror }) => [serviceKey(mirror.namespace ?? namespace, mirror.name, mirror.port), percent]),
  );
}

function startOf(manifests: readonly Manifest[], request: RoutedRequest): { route: TraefikRoute; walk: Walk } | undefined {
  const services = new Map(
    manifests
      .filter(({ kind }) => kind === 'TraefikService')
      .map((manifest) => [placeOf(manifest.metadata), manifest.spec as TraefikServiceSpec]),
  );
  const [winner] = candidates(manifests, request).sort((left, right) => right.priority - left.priority);
  if (winner === undefined) return undefined;
  return { route: winner.route, walk: { services, request, namespace: winner.namespace, depth: 0 } };
}

function candidates(manifests: readonly Manifest[], request: RoutedRequest): Candidate[] {
  return manifests
    .filter(({ kind }) => kind === 'IngressRoute')
    .flatMap(({ metadata, spec }) =>
      ((spec as IngressRouteSpec | undefined)?.routes ?? []).flatMap((route) => {
        if (traefikMatcher(route.match)?.(request) !== true) return [];
        return [{ route, namespace: metadata.namespace, priority: route.priority || route.match.length }];
      }),
    );
}

interface Walk {
  readonly services: ReadonlyMap<string, TraefikServiceSpec>;
  readonly request: RoutedRequest;
  readonly namespace: string | undefined;
  readonly depth: number;
}

function backendsShares(backends: readonly TraefikBackend[], sticky: boolean, walk: Walk): Shares {
  const parts = backends
    .map((backend) => ({ weight: backend.weight ?? 1, shares: backendShares(backend, walk) }))
    .filter(({ weight }) => weight > 0);
  if (parts.length === 0) return answers(503);
  const { boundTo } = walk.request;
  const bound = !sticky || boundTo === undefined ? undefined : parts.find(({ shares }) => shares[boundTo] !== undefined);
  if (bound !== undefined) return bound.shares;
  return sharesOf(parts.flatMap(({ weight, shares }) => Object.entries(shares).map(([key, share]) => [key, share * weight] as const)));
}

function backendShares(backend: TraefikBackend, walk: Walk): Shares {
  const namespace = backend.namespace ?? walk.namespace;
  if (backend.kind !== 'TraefikService') return { [serviceKey(namespace, backend.name, backend.port)]: 100 };
  const spec = walk.services.get(placeOf({ namespace, name: backend.name }));
  if (spec === undefined || walk.depth >= DEEPEST) return answers(404);
  const below = { ...walk, namespace, depth: walk.depth + 1 };
  if (spec.mirroring !== undefined) return backendShares(spec.mirroring, below);
  return backendsShares(spec.weighted?.services ?? [], spec.weighted?.sticky?.cookie !== undefined, below);
}

function placeOf({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace ?? 'default'}/${name}`;
}

/** IngressRoutes with their TraefikServices. */
export const TRAEFIK: Dialect = {
  router: 'Traefik',
  entries: (manifests) =>
    mergedPaths(manifests.filter(({ kind }) => kind === 'IngressRoute').flatMap((object) => routePlaces(object, manifests))),
  shares: traefikShares,
  copies: traefikCopies,
};

function routePlaces(object: Manifest, manifests: readonly Manifest[]): readonly RouteEntry[] {
  const { routes = [] } = (object.spec ?? {}) as Partial<IngressRouteSpec>;
  return routes.flatMap((route) => {
    const hosts = [...valuesOf(route.match, 'Host'), ...valuesOf(route.match, 'HostRegexp').map(hostOfPattern)];
    const exact = valuesOf(route.match, 'Path').map((path) => ({ path, pathType: 'Exact' as const }));
    const below = valuesOf(route.match, 'PathPrefix').map((path) => ({ path, pathType: 'Prefix' as const }));
    const patterns = valuesOf(route.match, 'PathRegexp').map((path) => ({ path, pathType: 'Pattern' as const }));
    const paths = [...exact, ...below, ...patterns];
    const marks = [...route.match.matchAll(/\bHeader\(`([^`]*)`,\s*`([^`]*)`\)/g)].map(([, name = '', value = '']) =>
      headerMark(name, value),
    );
    const places = paths.length === 0 ? [{ path: '/', pathType: 'Prefix' as const }] : paths;
    return (hosts.length === 0 ? [''] : hosts).flatMap((host) =>
      places.map((place): RouteEntry => ({ host, object, marks, ...place, ...stickyOf(route, object, manifests) })),
    );
  });
}

/** The arguments of a matcher, wherever it stands in the expression. */
function valuesOf(match: string, matcher: string): readonly string[] {
  const calls = [...match.matchAll(new RegExp(`\\b${matcher}\\(([^)]*)\\)`, 'g'))];
  return calls.flatMap(([, values = '']) => [...values.matchAll(/`([^`]*)`|"([^"]*)"/g)].map(([, one, other]) => one ?? other ?? ''));
}

/** The pattern of one label before a domain is what others write as `*.example.com`; any other stays a pattern. */
function hostOfPattern(pattern: string): string {
  const domain = /^\^\[\^\.\]\+\\\.([-a-z0-9]+(?:\\\.[-a-z0-9]+)*)\$$/.exec(pattern)?.[1];
  return domain === undefined ? `~${pattern}` : `*.${domain.replaceAll('\\.', '.')}`;
}

function stickyOf({ services = [] }: TraefikRoute, { metadata }: Manifest, manifests: readonly Manifest[]): Pick<RouteEntry, 'sticky'> {
  for (const { kind, name, namespace = metadata.namespace } of services) {
    const object = manifests.find(
      (one) => kind === 'TraefikService' && one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace,
    );
    const cookie = ((object?.spec ?? {}) as TraefikServiceSpec).weighted?.sticky?.cookie;
    if (cookie !== undefined) return { sticky: cookie.name ?? '(chosen by Traefik)' };
  }
  return {};
}
