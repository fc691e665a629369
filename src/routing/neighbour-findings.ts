import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { configErrorText } from '../base/config-error';
import type { Manifest } from '../manifest/manifest';
import { meetingKeys } from './meeting-keys';
import type { PlacedRoute } from './placed-route';
import type { Router } from './router';
import { sampleRequests } from './sample-requests';

interface Neighbour {
  readonly object: ApiObject;
  readonly manifest: Manifest;
}

/** Kinds that routers read; nothing else is turned into data here. */
const ROUTED_KINDS: ReadonlySet<string> = new Set(['HTTPRoute', 'Ingress']);

/**
 * Other objects that change where a route's requests go: a second route on the same host and path, and with nginx a canary of a Service that
 * both use. The router's own interpreter says so, from the manifests.
 */
export function neighbourFindings(place: Construct, routes: readonly PlacedRoute[]): string[] {
  const meeting = new Map<string, Neighbour[]>();
  for (const neighbour of routedObjects(place)) {
    for (const key of meetingKeys(neighbour.manifest).own) {
      const known = meeting.get(key);
      if (known === undefined) meeting.set(key, [neighbour]);
      else known.push(neighbour);
    }
  }
  return routes.flatMap((placed) => findings(placed, meeting));
}

function routedObjects(place: Construct): readonly Neighbour[] {
  const objects = place.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child) && ROUTED_KINDS.has(child.kind));
  return objects.map((object) => ({ object, manifest: object.toJson() as Manifest }));
}

function findings(placed: PlacedRoute, meeting: ReadonlyMap<string, readonly Neighbour[]>): string[] {
  const { route, router } = placed;
  const own = route.node.children
    .filter((child): child is ApiObject => ApiObject.isApiObject(child))
    .map((object) => object.toJson() as Manifest);
  const keys = new Set(own.flatMap((manifest) => [...meetingKeys(manifest).met]));
  const others = new Set([...keys].flatMap((key) => meeting.get(key) ?? []));
  for (const { object, manifest } of others) {
    if (object.node.scope === route || !router.reads(manifest, Chart.of(route).namespace)) continue;
    const changed = changedRequest(placed, own, manifest);
    if (changed === undefined) continue;
    const what = `${object.node.path} changes where requests ${changed} go`;
    const fix = 'give the two different hosts or paths, and with nginx Services of their own while one of them splits or previews';
    return [configErrorText('BlueGreenRoute.neighbour', { where: route.node.path, what, fix })];
  }
  return [];
}

/** Age decides between objects, and no file tells it: the neighbour is tried as the older and as the younger one. */
function changedRequest({ router, spec }: PlacedRoute, own: readonly Manifest[], other: Manifest): string | undefined {
  const mine = own.map((manifest) => withAge(manifest, 1));
  const changed = sampleRequests(spec).find(({ request }) => {
    const alone = shareText(router, mine, request);
    return [0, 2].some((age) => shareText(router, [...mine, withAge(other, age)], request) !== alone);
  });
  return changed?.title;
}

function shareText(router: Router, manifests: readonly Manifest[], request: Parameters<Router['shares']>[1]): string {
  return JSON.stringify(Object.entries(router.shares(manifests, request)).sort());
}

function withAge(manifest: Manifest, age: number): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, creationTimestamp: `2000-01-01T00:00:0${age}Z` } };
}
