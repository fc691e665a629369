import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { HttpRouteSpec } from '../../../imports/gateway-api';
import type { IngressSpec } from '../../../imports/kubernetes';
import { errorFinding, type Finding } from '../../base/finding';
import type { Manifest } from '../../manifest/manifest';
import { ISTIO } from '../interpreters/istio-interpreter';
import { TRAEFIK } from '../interpreters/traefik-interpreter';
import { sampleRequests } from '../proof/sample-requests';
import type { Router } from '../routers/router';
import type { PlacedRoute } from './placed-route';
import { type ResolvedRoute, switchedRoute } from './resolved-route';

/** The objects of one construct that a router reads. They stay together: a canary has no effect without its primary. */
interface RoutedConstruct {
  readonly owner: IConstruct;
  readonly manifests: Manifest[];
}

/** Kinds that routers read; no other object is rendered here. */
const ROUTED_KINDS: ReadonlySet<string> = new Set(['HTTPRoute', 'Ingress', 'IngressRoute', 'TraefikService', 'VirtualService']);

/**
 * Other objects that change where a route's requests go, now or after its next switch: a second route with the same host and path, or with
 * nginx a canary of a Service that both use. The router's own interpreter decides, from the manifests.
 */
export function hostConflicts(scope: Construct, routes: readonly PlacedRoute[]): readonly Finding[] {
  const claims = new Map<string, Set<RoutedConstruct>>();
  for (const construct of routedConstructs(scope)) {
    for (const key of construct.manifests.flatMap((manifest) => [...conflictKeys(manifest).claimed])) {
      const known = claims.get(key);
      if (known === undefined) claims.set(key, new Set([construct]));
      else known.add(construct);
    }
  }
  return routes.flatMap((placed) => conflictsOf(placed, claims));
}

function routedConstructs(scope: Construct): Iterable<RoutedConstruct> {
  const constructs = new Map<IConstruct, RoutedConstruct>();
  for (const object of scope.node.findAll()) {
    if (!ApiObject.isApiObject(object) || !ROUTED_KINDS.has(object.kind)) continue;
    const owner = ownerOf(object);
    const known = constructs.get(owner);
    if (known === undefined) constructs.set(owner, { owner, manifests: [object.toJson() as Manifest, ...servicesOf(owner)] });
    else known.manifests.push(object.toJson() as Manifest);
  }
  return constructs.values();
}

/** Services that a route creates for itself: both HAProxy controllers read their annotations. */
function servicesOf(owner: IConstruct): readonly Manifest[] {
  return owner.node.children
    .filter((child): child is ApiObject => ApiObject.isApiObject(child) && child.kind === 'Service')
    .map((service) => service.toJson() as Manifest);
}

/** The construct that created an object; for an object directly in a chart, the object itself. */
function ownerOf(object: ApiObject): IConstruct {
  const { scope } = object.node;
  return scope === undefined || Chart.isChart(scope) ? object : scope;
}

function conflictsOf({ route, router, spec }: PlacedRoute, claims: ReadonlyMap<string, ReadonlySet<RoutedConstruct>>): Finding[] {
  const { namespace } = Chart.of(route);
  const states = [spec, switchedRoute(spec)].map((state) => ({ state, own: ownManifests(router, state, namespace) }));
  const keys = new Set(states.flatMap(({ own }) => own.flatMap((manifest) => [...conflictKeys(manifest).exposed])));
  for (const { owner, manifests } of new Set([...keys].flatMap((key) => [...(claims.get(key) ?? [])]))) {
    const others = owner === route ? [] : manifests.filter((manifest) => router.reads(manifest, namespace));
    const changed = states.map(({ state, own }) => changedRequest(router, state, own, others)).find((title) => title !== undefined);
    if (changed === undefined) continue;
    const what = `${owner.node.path} changes where requests ${changed} go, now or after a switch`;
    const fix = 'use different hosts or paths; with nginx also different Services while one of the two splits traffic or has a preview';
    return [errorFinding('BlueGreenRoute.neighbor', { where: route.node.path, what, fix })];
  }
  return [];
}

function ownManifests(router: Router, spec: ResolvedRoute, namespace: string | undefined): Manifest[] {
  return router.objects(spec).map(({ manifest }) => ({ ...manifest, metadata: { ...manifest.metadata, namespace } }));
}

/** The older object wins, and no file has the age, so the others are tried as older and as younger ones. */
function changedRequest(router: Router, spec: ResolvedRoute, own: readonly Manifest[], others: readonly Manifest[]): string | undefined {
  const mine = own.map((manifest) => withAge(manifest, 1));
  const changed = sampleRequests(spec).find(({ request }) => {
    const alone = shareText(router, mine, request);
    const older = [...others.map((other) => withAge(other, 0)), ...mine];
    const younger = [...mine, ...others.map((other) => withAge(other, 2))];
    return [older, younger].some((all) => shareText(router, all, request) !== alone);
  });
  return changed?.title;
}

function shareText(router: Router, manifests: readonly Manifest[], request: Parameters<Router['shares']>[1]): string {
  return JSON.stringify(Object.entries(router.shares(manifests, request)).sort());
}

function withAge(manifest: Manifest, age: number): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, creationTimestamp: `2000-01-01T00:00:0${age}Z` } };
}

interface ConflictKeys {
  /** Where the object claims requests. */
  readonly claimed: ReadonlySet<string>;
  /** Where another object would have to claim requests to change this one's routing. */
  readonly exposed: ReadonlySet<string>;
}

/**
 * Keys that lead from an object to the few others that can change its routing: those with the same host and the same path or one above it, and
 * for Ingresses those with the same Service. With an index by these keys, not every route is compared with every other.
 */
function conflictKeys(manifest: Manifest): ConflictKeys {
  const entries = hostPathsOf(manifest);
  const services = manifest.kind === 'Ingress' ? ingressServices(manifest.spec as IngressSpec) : [];
  return {
    claimed: new Set([...entries.map(([host, path]) => `${host}${path}`), ...services]),
    exposed: new Set([...entries.flatMap(([host, path]) => pathsAbove(path).map((above) => `${host}${above}`)), ...services]),
  };
}

type HostPath = readonly [host: string, path: string];

function hostPathsOf(manifest: Manifest): readonly HostPath[] {
  if (manifest.kind === 'HTTPRoute') return httpRoutePaths(manifest.spec as HttpRouteSpec);
  if (manifest.kind === 'Ingress') return ingressHostPaths(manifest.spec as IngressSpec);
  const dialect = manifest.kind === 'IngressRoute' ? TRAEFIK : manifest.kind === 'VirtualService' ? ISTIO : undefined;
  return (dialect?.entries([manifest]) ?? []).map(({ host, path }): HostPath => [host, path]);
}

function httpRoutePaths({ hostnames = [''], rules = [] }: HttpRouteSpec): readonly HostPath[] {
  const paths = rules.flatMap(({ matches = [{}] }) => matches.map(({ path }) => path?.value ?? '/'));
  return hostnames.flatMap((host) => paths.map((path): HostPath => [host, path]));
}

function ingressHostPaths({ rules = [] }: IngressSpec): readonly HostPath[] {
  return rules.flatMap(({ host = '', http }) => (http?.paths ?? []).map(({ path = '/' }): HostPath => [host, path]));
}

function ingressServices({ rules = [] }: IngressSpec): readonly string[] {
  return rules.flatMap(({ http }) => (http?.paths ?? []).flatMap(({ backend: { service } }) => service?.name ?? []));
}

/** `/v1/models`, `/v1` and `/` can take requests from `/v1/models`. */
function pathsAbove(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return ['/', ...parts.map((_, position) => `/${parts.slice(0, position + 1).join('/')}`)];
}
