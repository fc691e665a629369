import type { Manifest } from '../../manifest/manifest';
import type { RoutedRequest } from '../interpreters/routed-request';
import type { Shares } from '../interpreters/shares';
import type { BlueGreenRoute } from '../route/blue-green-route';
import { COLORS, type Color } from '../route/colors';
import type { Weights } from '../route/traffic';
import { type ColorWorkload, colorWorkloads } from './color-pods';
import { type ObjectChange, type ObjectsByDirectory, objectChanges } from './object-changes';
import { type SampleRequest, sampleRequests } from './sample-requests';

/** A route among the objects of its environment, as the YAML has them. */
export interface RouteState {
  readonly route: Pick<BlueGreenRoute, 'spec' | 'router'>;
  readonly namespace: string | undefined;
  /** All objects of the environment. */
  readonly manifests: readonly Manifest[];
}

/** Where one kind of request goes, before and after. */
export interface ProvenRequest {
  readonly title: string;
  readonly request: RoutedRequest;
  readonly before: Shares;
  readonly after: Shares;
  /** Where copies of it go, in percent. Left out: no copies, before or after. */
  readonly copies?: { readonly before: Shares; readonly after: Shares };
}

/** One route before and after an edit of the release file. */
export interface RouteProof {
  /** The route's name in the cluster. */
  readonly name: string;
  readonly router: string;
  readonly before: { readonly live: Color; readonly weights: Weights };
  readonly after: { readonly live: Color; readonly weights: Weights };
  /** Where each kind of request goes, read from the YAML by the router's rules. */
  readonly requests: readonly ProvenRequest[];
  /** Devices that both colors hold while the edit rolls out, by resource. Left out if a color is created elsewhere. */
  readonly devices?: Readonly<Record<string, Readonly<Record<Color | 'sum', number>>>>;
}

/** Everything that an edit changes: objects field by field, and where requests go. */
export interface SwitchProof {
  readonly objects: readonly ObjectChange[];
  readonly routes: readonly RouteProof[];
}

/** Compares two states; `routes` are those that the edit is about, in both states. */
export function switchProof(
  before: ObjectsByDirectory,
  after: ObjectsByDirectory,
  routes: readonly (readonly [RouteState, RouteState])[],
): SwitchProof {
  return { objects: objectChanges(before, after), routes: routes.map(([left, right]) => routeProof(left, right)) };
}

function routeProof(before: RouteState, after: RouteState): RouteProof {
  const { spec, router } = after.route;
  const devices = overlapDevices(before, after);
  return {
    name: spec.name,
    router: router.title,
    before: { live: before.route.spec.live, weights: before.route.spec.weights },
    after: { live: spec.live, weights: spec.weights },
    requests: allRequests(before, after).map(({ title, request }) => ({
      title,
      request,
      before: sharesIn(before, request),
      after: sharesIn(after, request),
      ...copiesBetween(before, after, request),
    })),
    ...(devices === undefined ? {} : { devices }),
  };
}

/** The requests that either state tells apart, each once. */
function allRequests(before: RouteState, after: RouteState): readonly SampleRequest[] {
  const requests = [before, after].flatMap(({ route }) => sampleRequests(route.spec));
  return [...new Map(requests.map((sample) => [sample.title, sample])).values()];
}

function sharesIn({ route, manifests, namespace }: RouteState, request: RoutedRequest): Shares {
  const { router } = route;
  return router.shares(
    manifests.filter((manifest) => router.reads(manifest, namespace)),
    request,
  );
}

function copiesBetween(before: RouteState, after: RouteState, request: RoutedRequest): Pick<ProvenRequest, 'copies'> {
  const [left, right] = [copiesIn(before, request), copiesIn(after, request)];
  return Object.keys({ ...left, ...right }).length === 0 ? {} : { copies: { before: left, after: right } };
}

function copiesIn({ route: { router }, manifests, namespace }: RouteState, request: RoutedRequest): Shares {
  const own = manifests.filter((manifest) => router.reads(manifest, namespace));
  return router.copies?.(own, request) ?? {};
}

function overlapDevices(before: RouteState, after: RouteState): RouteProof['devices'] {
  const [blue, green] = COLORS.map((color) => devicesOf(color, [before, after])) as [Devices, Devices];
  if (blue === undefined || green === undefined) return undefined;
  const resources = [...new Set([...Object.keys(blue), ...Object.keys(green)])].sort();
  const sums = resources.map((resource) => {
    const [left, right] = [blue[resource] ?? 0, green[resource] ?? 0];
    return [resource, { blue: left, green: right, sum: left + right }] as const;
  });
  return Object.fromEntries(sums);
}

type Devices = Readonly<Record<string, number>> | undefined;

/** The greater need of the two states: while they change places, pods of either may run. */
function devicesOf(color: Color, states: readonly RouteState[]): Devices {
  const needs = states.map((state) => workloadsOf(state, color)?.map(needOf));
  if (needs.some((need) => need === undefined)) return undefined;
  const greatest: Record<string, number> = {};
  for (const need of needs as Record<string, number>[][]) {
    for (const [resource, amount] of Object.entries(added(need))) greatest[resource] = Math.max(greatest[resource] ?? 0, amount);
  }
  return greatest;
}

/** The workloads of one color; undefined if its Service is created elsewhere. */
export function workloadsOf({ route, namespace, manifests }: RouteState, color: Color): readonly ColorWorkload[] | undefined {
  return colorWorkloads(manifests, namespace, route.spec.backends[color].name);
}

function needOf({ replicas, devices }: ColorWorkload): Record<string, number> {
  return Object.fromEntries(Object.entries(devices).map(([resource, count]) => [resource, count * replicas]));
}

function added(needs: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [resource, amount] of needs.flatMap((need) => Object.entries(need))) sum[resource] = (sum[resource] ?? 0) + amount;
  return sum;
}
