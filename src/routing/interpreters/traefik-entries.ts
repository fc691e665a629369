import type { Manifest } from '../../manifest/manifest';
import type { IngressRouteSpec, TraefikRoute, TraefikServiceSpec } from '../routers/traefik-objects';
import { type Dialect, headerMark, mergedPaths, type RouteEntry } from './dialect';
import { traefikCopies, traefikShares } from './traefik-interpreter';

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
