import type { HttpRouteSpec, HttpRouteSpecRules, HttpRouteSpecRulesMatches } from '../../../imports/gateway-api';
import type { Manifest } from '../../manifest/manifest';
import { type Dialect, headerMark, type RouteEntry } from './dialect';
import { hasPathPrefix, headerOf, hostFit, type RoutedRequest } from './routed-request';
import { answers, type Shares, serviceKey, sharesOf } from './shares';

/** Facts that the manifests do not contain. */
export interface GatewayApiFacts {
  /** The Services that exist, as `namespace/name:port`. @default - all that are named */
  readonly services?: ReadonlySet<string>;
  /**
   * Whether the implementation carries out RequestMirror, an extended feature. Traefik 3.7 accepts it, and then answers 500 to every request.
   *
   * @default true
   */
  readonly mirrors?: boolean;
}

interface Candidate {
  readonly route: Manifest;
  readonly rule: HttpRouteSpecRules;
  /** What decides between rules that match, the more important first; greater wins. */
  readonly rank: readonly number[];
}

/**
 * Where Gateway API sends a request, read from HTTPRoutes as the YAML has them, ours or not.
 *
 * Covers: precedence of host, path, method, headers, query, age and place; weights in proportion, 1 when left out; 500 for a backend that does
 * not exist and for weights that are all 0; one oldest winner where two routes claim the same.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function gatewayApiShares(manifests: readonly Manifest[], request: RoutedRequest, facts: GatewayApiFacts = {}): Shares {
  const winner = winnerOf(manifests, request);
  return winner === undefined ? answers(404) : ruleShares(winner, facts);
}

/** Where copies of a request go: 100 % where a mirror says neither percent nor fraction. */
export function gatewayApiCopies(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const winner = winnerOf(manifests, request);
  const copies = (winner?.rule.filters ?? []).flatMap(({ requestMirror: mirror }) => {
    if (mirror === undefined) return [];
    const { namespace, name, port } = mirror.backendRef;
    const { numerator, denominator = 100 } = mirror.fraction ?? { numerator: mirror.percent ?? 100 };
    return [[serviceKey(namespace ?? winner?.route.metadata.namespace, name, port), (numerator * 100) / denominator]];
  });
  return Object.fromEntries(copies);
}

function winnerOf(manifests: readonly Manifest[], request: RoutedRequest): Candidate | undefined {
  const routes = manifests.filter((manifest) => manifest.kind === 'HTTPRoute').sort(byAge);
  const [first, ...others] = routes.flatMap((route) => candidates(route, request));
  if (first === undefined) return undefined;
  return others.reduce((best, next) => (outranks(next.rank, best.rank) ? next : best), first);
}

/** The oldest first, then by namespace and name. */
function byAge(left: Manifest, right: Manifest): number {
  const key = ({ metadata }: Manifest): string => `${metadata.creationTimestamp ?? ''} ${metadata.namespace}/${metadata.name}`;
  return key(left) < key(right) ? -1 : 1;
}

function candidates(route: Manifest, request: RoutedRequest): readonly Candidate[] {
  const { hostnames = [undefined], rules = [] } = route.spec as Omit<HttpRouteSpec, 'hostnames'> & { hostnames?: (string | undefined)[] };
  const fits = hostnames.flatMap((pattern) => hostFit(pattern, request.host, 'any-labels') ?? []);
  if (fits.length === 0) return [];
  return rules.flatMap((rule) =>
    (rule.matches ?? [{}]).flatMap((match) => {
      const rank = matchRank(match, request);
      return rank === undefined ? [] : [{ route, rule, rank: [Math.max(...fits), ...rank] }];
    }),
  );
}

/** Undefined when the request does not match; a match on method or query, which a request here does not have, never does. */
function matchRank(match: HttpRouteSpecRulesMatches, request: RoutedRequest): readonly number[] | undefined {
  const { type = 'PathPrefix', value = '/' } = match.path ?? {};
  const headers = match.headers ?? [];
  const pathFits = type === 'Exact' ? request.path === value : type === 'PathPrefix' && hasPathPrefix(request.path, value);
  const headersFit = headers.every((header) => (header.type ?? 'Exact') === 'Exact' && headerOf(request, header.name) === header.value);
  if (!pathFits || !headersFit || match.method !== undefined || (match.queryParams ?? []).length > 0) return undefined;
  return [type === 'Exact' ? 1 : 0, value.length, headers.length];
}

/** Of equals the first stays: routes come by age, rules by place. */
function outranks(left: readonly number[], right: readonly number[]): boolean {
  const place = left.findIndex((value, position) => value !== right[position]);
  return place >= 0 && (left[place] ?? 0) > (right[place] ?? 0);
}

function ruleShares({ route, rule }: Candidate, facts: GatewayApiFacts): Shares {
  const mirrors = (rule.filters ?? []).some((filter) => (filter.type as string) === 'RequestMirror');
  if (mirrors && facts.mirrors === false) return answers(500);
  const parts = (rule.backendRefs ?? []).map(({ namespace, name, port, weight = 1 }): [string, number] => {
    const key = serviceKey(namespace ?? route.metadata.namespace, name, port);
    return [facts.services === undefined || facts.services.has(key) ? key : 'HTTP 500', weight];
  });
  return parts.some(([, weight]) => weight > 0) ? sharesOf(parts) : answers(500);
}

/** HTTPRoutes of one Gateway. */
export const GATEWAY_API: Dialect = {
  router: 'Gateway API',
  entries: (manifests) => manifests.filter(({ kind }) => kind === 'HTTPRoute').flatMap(routePlaces),
  shares: gatewayApiShares,
  copies: gatewayApiCopies,
};

function routePlaces(object: Manifest): readonly RouteEntry[] {
  const { hostnames = [''], rules = [] } = (object.spec ?? {}) as HttpRouteSpec;
  return hostnames.flatMap((host) =>
    rules.flatMap((rule) => (rule.matches ?? [{}]).map((match): RouteEntry => ({ host, object, ...matchPlace(match), ...stickyOf(rule) }))),
  );
}

function matchPlace({ path, headers = [] }: HttpRouteSpecRulesMatches): Pick<RouteEntry, 'path' | 'pathType' | 'marks'> {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const pathType = type === 'Exact' ? 'Exact' : type === 'PathPrefix' ? 'Prefix' : 'Pattern';
  const marks = headers.filter((header) => (header.type ?? 'Exact') === 'Exact').map(({ name, value: text }) => headerMark(name, text));
  return { path: value, pathType, marks };
}

/** A field of the experimental channel. */
function stickyOf(rule: HttpRouteSpecRules): Pick<RouteEntry, 'sticky'> {
  const { sessionPersistence: session } = rule as { sessionPersistence?: { sessionName?: string } };
  return session === undefined ? {} : { sticky: session.sessionName ?? '(chosen by the Gateway)' };
}
