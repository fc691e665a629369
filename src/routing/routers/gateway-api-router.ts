import { ApiObject } from 'cdk8s';
import {
  type HttpRouteSpec,
  type HttpRouteSpecParentRefs,
  type HttpRouteSpecRules,
  type HttpRouteSpecRulesBackendRefs,
  HttpRouteSpecRulesFiltersType,
  type HttpRouteSpecRulesMatches,
  HttpRouteSpecRulesMatchesHeadersType,
  HttpRouteSpecRulesMatchesPathType,
} from '../../../imports/gateway-api';
import { goDuration } from '../../base/units';
import { gatewayApiCopies, gatewayApiShares } from '../interpreters/gateway-api-interpreter';
import { COLORS, type Color } from '../route/colors';
import { allTo, headerMarks, idleColor, markedColors, type ResolvedRoute } from '../route/resolved-route';
import type { Weights } from '../route/traffic';
import { refuseIngressAnnotations } from './foreign-annotations';
import { type GatewayReference, hasParent, parentRef } from './gateway-reference';
import type { RouteObject, Router } from './router';

export interface GatewayApiOptions {
  /**
   * The Gateway that takes the requests. It ends TLS; its listener must admit routes of the route's namespace.
   *
   * @see https://gateway-api.sigs.k8s.io/api-types/httproute/#attaching-to-gateways
   */
  readonly gateway: GatewayReference | ApiObject;
  /**
   * Whether the Gateway's implementation carries out RequestMirror, an extended feature: only then does `Traffic.shadow` compile.
   *
   * Traefik 3.7 accepts such a route and then answers 500 to every request of it.
   *
   * @default false
   * @see https://gateway-api.sigs.k8s.io/implementations/
   */
  readonly mirrors?: boolean;
}

/** Gateway API: one HTTPRoute that names both colors with their weights. */
export type GatewayApiRouter<A extends 'shadow' = never> = Router<
  'header' | 'host',
  'request' | 'backendRequest',
  'all' | 'split' | A,
  never
>;

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
export function gatewayApi(options: GatewayApiOptions & { readonly mirrors: true }): GatewayApiRouter<'shadow'>;
export function gatewayApi(options: GatewayApiOptions): GatewayApiRouter;
export function gatewayApi(options: GatewayApiOptions): GatewayApiRouter<'shadow'> {
  const gateway: unknown = options?.gateway;
  const parent = parentRef('Via.gatewayApi', gateway);
  return {
    title: 'Gateway API',
    previews: ['header', 'host'],
    timeouts: ['request', 'backendRequest'],
    traffics: options.mirrors === true ? ['all', 'split', 'shadow'] : ['all', 'split'],
    stickies: [],
    after: ApiObject.isApiObject(gateway) ? [gateway] : [],
    assertSupported: refuseIngressAnnotations('HTTPRoute'),
    objects: (spec) => httpRoutes(spec, parent),
    reads: (manifest, namespace) => manifest.kind === 'HTTPRoute' && hasParent(manifest, parent, namespace),
    shares: gatewayApiShares,
    copies: gatewayApiCopies,
  };
}

/**
 * The HTTPRoutes of a route. Users' traffic is one object: two routes on one host and path conflict, and the oldest wins.
 *
 * Every value that the API would fill in is written out. Argo CD compares lists as a whole, and would find each of them different indefinitely.
 * @see https://github.com/argoproj/argo-cd/issues/22151
 */
export function httpRoutes(spec: ResolvedRoute, parent: HttpRouteSpecParentRefs): readonly RouteObject[] {
  const { preview } = spec;
  const main = httpRoute(spec, parent, spec.name, spec.hostname, [...previewRules(spec), { ...rule(spec, spec.weights), ...mirror(spec) }]);
  if (preview.kind !== 'host') return [{ id: 'Resource', manifest: main }];
  const previews = COLORS.map((color): RouteObject => {
    const rules = [rule(spec, allTo(color), [color])];
    const manifest = httpRoute(spec, parent, `${spec.name}-preview-${color}`, preview.hostnames[color], rules);
    return { id: `Preview${color === 'blue' ? 'Blue' : 'Green'}`, manifest };
  });
  return [{ id: 'Resource', manifest: main }, ...previews];
}

function httpRoute(
  spec: ResolvedRoute,
  parent: HttpRouteSpecParentRefs,
  name: string,
  hostname: string,
  rules: HttpRouteSpecRules[],
): RouteObject['manifest'] {
  const { labels, annotations } = spec;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: { parentRefs: [parent], hostnames: [hostname], rules } satisfies HttpRouteSpec,
  };
}

/** The rules for marked requests. They come first: of two rules that match, the one with more header matches wins, then the first. */
function previewRules(spec: ResolvedRoute): HttpRouteSpecRules[] {
  const { preview } = spec;
  if (preview.kind !== 'header') return [];
  return headerMarks(spec, preview).map(([value, color]) => {
    const headers = [{ type: HttpRouteSpecRulesMatchesHeadersType.EXACT, name: preview.name, value }];
    return rule(spec, allTo(color), markedColors(preview, color), { headers });
  });
}

/** Testers' requests are not copied: they go to the idle color already. */
function mirror(spec: ResolvedRoute): Pick<HttpRouteSpecRules, 'filters'> {
  if (spec.shadow === undefined) return {};
  const { name, port } = spec.backends[idleColor(spec)];
  const requestMirror = { backendRef: { group: '', kind: 'Service', name, port }, percent: spec.shadow };
  return { filters: [{ type: HttpRouteSpecRulesFiltersType.REQUEST_MIRROR, requestMirror }] };
}

function rule(
  spec: ResolvedRoute,
  weights: Weights,
  colors: readonly Color[] = COLORS,
  match: HttpRouteSpecRulesMatches = {},
): HttpRouteSpecRules {
  const path = { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: spec.path };
  const { request, backendRequest } = spec.timeouts;
  const timeouts = {
    ...(request === undefined ? {} : { request: goDuration(request) }),
    ...(backendRequest === undefined ? {} : { backendRequest: goDuration(backendRequest) }),
  };
  return {
    matches: [{ path, ...match }],
    backendRefs: colors.map((color) => backendRef(spec, color, weights[color])),
    ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
  };
}

/** A weight that is left out means 1, not 0. */
function backendRef(spec: ResolvedRoute, color: Color, weight: number): HttpRouteSpecRulesBackendRefs {
  const { name, port } = spec.backends[color];
  return { group: '', kind: 'Service', name, port, weight };
}
