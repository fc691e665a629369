import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { configErrorText } from '../../base/config-error';
import type { Manifest } from '../../manifest/manifest';
import { sampleRequests } from '../proof/sample-requests';
import type { Router } from '../routers/router';
import { conflictKeys } from './meeting-keys';
import type { PlacedRoute } from './placed-route';
import { type ResolvedRoute, switchedRoute } from './resolved-route';

/** The objects of one construct that a router reads, together: a canary means nothing without its primary. */
interface RoutedConstruct {
  readonly owner: IConstruct;
  readonly manifests: Manifest[];
}

/** Kinds that routers read; nothing else is turned into data here. */
const ROUTED_KINDS: ReadonlySet<string> = new Set(['HTTPRoute', 'Ingress', 'IngressRoute', 'TraefikService', 'VirtualService']);

/**
 * Other objects that change where a route's requests go, now or after its next switch: a second route on the same host and path, and with nginx
 * a canary of a Service that both use. The router's own interpreter says so, from the manifests.
 */
export function hostConflicts(place: Construct, routes: readonly PlacedRoute[]): string[] {
  const meeting = new Map<string, Set<RoutedConstruct>>();
  for (const neighbor of neighborsIn(place)) {
    for (const key of neighbor.manifests.flatMap((manifest) => [...conflictKeys(manifest).own])) {
      const known = meeting.get(key);
      if (known === undefined) meeting.set(key, new Set([neighbor]));
      else known.add(neighbor);
    }
  }
  return routes.flatMap((placed) => findings(placed, meeting));
}

function neighborsIn(place: Construct): Iterable<RoutedConstruct> {
  const neighbors = new Map<IConstruct, RoutedConstruct>();
  for (const object of place.node.findAll()) {
    if (!ApiObject.isApiObject(object) || !ROUTED_KINDS.has(object.kind)) continue;
    const owner = ownerOf(object);
    const known = neighbors.get(owner);
    if (known === undefined) neighbors.set(owner, { owner, manifests: [object.toJson() as Manifest, ...servicesOf(owner)] });
    else known.manifests.push(object.toJson() as Manifest);
  }
  return neighbors.values();
}

/** Services that a route makes for itself: the two controllers of HAProxy read their annotations. */
function servicesOf(owner: IConstruct): readonly Manifest[] {
  return owner.node.children
    .filter((child): child is ApiObject => ApiObject.isApiObject(child) && child.kind === 'Service')
    .map((service) => service.toJson() as Manifest);
}

/** The construct that made an object; an object straight in its chart stands for itself. */
function ownerOf(object: ApiObject): IConstruct {
  const { scope } = object.node;
  return scope === undefined || Chart.isChart(scope) ? object : scope;
}

function findings({ route, router, spec }: PlacedRoute, meeting: ReadonlyMap<string, ReadonlySet<RoutedConstruct>>): string[] {
  const { namespace } = Chart.of(route);
  const states = [spec, switchedRoute(spec)].map((state) => ({ state, own: ownManifests(router, state, namespace) }));
  const keys = new Set(states.flatMap(({ own }) => own.flatMap((manifest) => [...conflictKeys(manifest).met])));
  for (const { owner, manifests } of new Set([...keys].flatMap((key) => [...(meeting.get(key) ?? [])]))) {
    const others = owner === route ? [] : manifests.filter((manifest) => router.reads(manifest, namespace));
    const changed = states.map(({ state, own }) => changedRequest(router, state, own, others)).find((title) => title !== undefined);
    if (changed === undefined) continue;
    const what = `${owner.node.path} changes where requests ${changed} go, now or after a switch`;
    const fix = 'give the two different hosts or paths, and with nginx Services of their own while one of them splits or previews';
    return [configErrorText('BlueGreenRoute.neighbor', { where: route.node.path, what, fix })];
  }
  return [];
}

function ownManifests(router: Router, spec: ResolvedRoute, namespace: string | undefined): Manifest[] {
  return router.objects(spec).map(({ manifest }) => ({ ...manifest, metadata: { ...manifest.metadata, namespace } }));
}

/** Age decides between objects, and no file tells it: the others are tried as the older and as the younger ones. */
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
