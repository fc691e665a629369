import type { Manifest } from '../../manifest/manifest';
import { type CanaryPolicy, type NginxPath, nginxPaths } from './nginx-ingress';
import { hasPathPrefix, headerOf, hostFit, type RoutedRequest } from './routed-request';
import { answers, type Shares, sharesOf } from './shares';

/** A Service as the controller keeps it: made by the first Ingress that names it, and shared by all that do. */
interface Upstream {
  readonly key: string;
  /** Set when the first Ingress that named it is a canary: it then serves no path of its own. */
  readonly canary: CanaryPolicy | undefined;
  readonly alternatives: NginxPath[];
  affinity: boolean;
}

type Location = NginxPath;

/** Facts that the manifests do not contain. */
export interface NginxFacts {
  /** Set when Traefik reads these Ingresses in place of ingress-nginx: it moves bound users, and makes no copies. @default - ingress-nginx itself */
  readonly imitation?: 'traefik';
}

/**
 * Where ingress-nginx sends a request, read from Ingresses as the YAML has them, ours or not.
 *
 * Covers: a canary merges only into the same host, path and path type and into another Service; only the first canary of a Service counts; bound
 * clients first, then header, cookie, weight; literal cookie values; a weight total below 100 counts as 100; Services shared between Ingresses,
 * so that a canary of one host takes from every host of its primary's Service.
 *
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/internal/ingress/controller/controller.go
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/rootfs/etc/nginx/lua/balancer.lua
 */
export function nginxShares(manifests: readonly Manifest[], request: RoutedRequest, facts: NginxFacts = {}): Shares {
  const paths = nginxPaths(manifests);
  const upstreams = upstreamsOf(paths);
  const locations = locationsOf(paths, upstreams);
  for (const path of paths) if (path.canary !== undefined) mergeCanary(path, upstreams, locations);
  const location = locationFor(locations, request);
  const primary = location === undefined ? undefined : upstreams.get(location.upstream);
  return primary === undefined ? answers(404) : upstreamShares(primary, upstreams, request, facts);
}

/** Where copies of a request go: the target of `mirror-target`, of all requests or of none. */
export function nginxCopies(manifests: readonly Manifest[], request: RoutedRequest, facts: NginxFacts = {}): Shares {
  if (facts.imitation === 'traefik') return {};
  const paths = nginxPaths(manifests);
  const mirror = locationFor(locationsOf(paths, upstreamsOf(paths)), request)?.mirror;
  return mirror === undefined ? {} : { [mirror]: 100 };
}

function upstreamsOf(paths: readonly NginxPath[]): Map<string, Upstream> {
  const upstreams = new Map<string, Upstream>();
  for (const { upstream: key, canary } of paths) {
    if (!upstreams.has(key)) upstreams.set(key, { key, canary, alternatives: [], affinity: false });
  }
  return upstreams;
}

/** Paths that are served: the first of each host, path and type, unless its Service was first met in a canary. */
function locationsOf(paths: readonly NginxPath[], upstreams: ReadonlyMap<string, Upstream>): readonly Location[] {
  const locations = new Map<string, Location>();
  const hosts = new Set(paths.filter((path) => path.canary === undefined).map((path) => path.host));
  for (const path of paths) {
    const upstream = upstreams.get(path.upstream);
    const key = JSON.stringify([path.host, path.path, path.pathType]);
    if (upstream === undefined || upstream.canary !== undefined || !hosts.has(path.host)) continue;
    if (path.affinity) upstream.affinity = true;
    if (!locations.has(key)) locations.set(key, path);
  }
  return [...locations.values()];
}

/** A location of the host whose Service is the canary's own ends the search, as it does in the controller. */
function mergeCanary(canary: NginxPath, upstreams: ReadonlyMap<string, Upstream>, locations: readonly Location[]): void {
  const alternative = upstreams.get(canary.upstream);
  for (const location of locations.filter(({ host }) => host === canary.host)) {
    if (location.upstream === canary.upstream) return;
    if (location.path !== canary.path || location.pathType !== canary.pathType) continue;
    const primary = upstreams.get(location.upstream);
    primary?.alternatives.push(canary);
    if (alternative !== undefined && primary?.affinity === true && !canary.legacyCanaryAffinity) alternative.affinity = true;
  }
}

function locationFor(locations: readonly Location[], request: RoutedRequest): Location | undefined {
  const fits = locations.map((location) => hostFit(location.host, request.host, 'one-label'));
  const best = Math.max(...fits.map((fit) => fit ?? -1));
  return locations
    .filter((location, position) => fits[position] === best && matchesPath(location, request.path))
    .sort(
      (left, right) => Number(right.pathType === 'Exact') - Number(left.pathType === 'Exact') || right.path.length - left.path.length,
    )[0];
}

function matchesPath({ path, pathType }: Location, requested: string): boolean {
  return pathType === 'Exact' ? requested === path : hasPathPrefix(requested, path);
}

function upstreamShares(
  primary: Upstream,
  upstreams: ReadonlyMap<string, Upstream>,
  request: RoutedRequest,
  { imitation }: NginxFacts,
): Shares {
  const alternative = upstreams.get(primary.alternatives[0]?.upstream ?? '');
  const only = (key: string): Shares => ({ [key]: 100 });
  if (alternative === undefined) return only(primary.key);
  const percent = canaryPercent(alternative.canary, request);
  // The imitation lets go of users whose color has a weight of 0; the original never does.
  const holds = (share: number): boolean => imitation === undefined || share > 0;
  if (primary.affinity && request.boundTo === primary.key && holds(100 - percent)) return only(primary.key);
  if (alternative.affinity && request.boundTo === alternative.key && holds(percent)) return only(alternative.key);
  return sharesOf([
    [primary.key, 100 - percent],
    [alternative.key, percent],
  ]);
}

/** Percent for the canary: header before cookie before weight. A Service first met in an ordinary Ingress has no policy, and gets nothing. */
function canaryPercent(policy: CanaryPolicy | undefined, request: RoutedRequest): number {
  if (policy === undefined) return 0;
  const decided = byHeader(policy, request) ?? byWord(policy.cookie === undefined ? undefined : request.cookies?.[policy.cookie]);
  if (decided !== undefined) return decided ? 100 : 0;
  return Math.min(100, (policy.weight * 100) / Math.max(100, policy.weightTotal));
}

function byHeader({ header, headerValue, headerPattern }: CanaryPolicy, request: RoutedRequest): boolean | undefined {
  const value = header === undefined ? undefined : headerOf(request, header);
  if (value === undefined) return undefined;
  if (headerValue !== undefined && headerValue !== '') return value === headerValue ? true : undefined;
  if (headerPattern !== undefined && headerPattern !== '') return new RegExp(headerPattern).test(value) ? true : undefined;
  return byWord(value);
}

function byWord(value: string | undefined): boolean | undefined {
  return value === 'always' ? true : value === 'never' ? false : undefined;
}
