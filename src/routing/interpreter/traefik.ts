import type { Manifest } from '../../manifest/manifest';
import type { IngressRouteSpec, TraefikBackend, TraefikRoute, TraefikServiceSpec } from '../traefik-objects';
import type { RoutedRequest } from './request';
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
 * Where Traefik sends a request, read from IngressRoutes and TraefikServices as they stand in YAML, ours or not.
 *
 * Knows: priority by length unless it is given; weights in proportion, 1 when left out; mirrors that take nothing away; a colour cookie that
 * holds a user as long as the weight is above 0, and lets go at 0; `sticky` in the wrong place means nothing.
 */
export function traefikShares(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const services = new Map(
    manifests
      .filter(({ kind }) => kind === 'TraefikService')
      .map((manifest) => [placeOf(manifest.metadata), manifest.spec as TraefikServiceSpec]),
  );
  const [winner] = candidates(manifests, request).sort((left, right) => right.priority - left.priority);
  if (winner === undefined) return answers(404);
  return backendsShares(winner.route.services ?? [], false, { services, request, namespace: winner.namespace, depth: 0 });
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
