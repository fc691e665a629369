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
} from '../../imports/gateway-api';
import { goDuration } from '../base/units';
import { COLOURS, type Colour } from './colours';
import { refuseIngressAnnotations } from './foreign-annotations';
import { type GatewayReference, hasParent, parentRef } from './gateway-reference';
import { gatewayApiCopies, gatewayApiShares } from './interpreter/gateway-api';
import type { RouteObject, Router } from './router';
import { allTo, headerMarks, idleColour, markedColours, type RoutingSpec } from './routing-spec';
import type { Weights } from './traffic';

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

/** Gateway API: one HTTPRoute that names both colours with their weights. */
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
    refuse: refuseIngressAnnotations('HTTPRoute'),
    objects: (spec) => httpRoutes(spec, parent),
    reads: (manifest, namespace) => manifest.kind === 'HTTPRoute' && hasParent(manifest, parent, namespace),
    shares: gatewayApiShares,
    copies: gatewayApiCopies,
  };
}

/**
 * The HTTPRoutes of a route. Users' traffic is one object: two routes on one host and path conflict, and the oldest wins.
 *
 * Every value that the API would fill in is written out. Argo CD compares lists as a whole, and would find each of them different for ever.
 * @see https://github.com/argoproj/argo-cd/issues/22151
 */
export function httpRoutes(spec: RoutingSpec, parent: HttpRouteSpecParentRefs): readonly RouteObject[] {
  const { preview } = spec;
  const main = httpRoute(spec, parent, spec.name, spec.hostname, [...previewRules(spec), { ...rule(spec, spec.weights), ...mirror(spec) }]);
  if (preview.kind !== 'host') return [{ id: 'Resource', manifest: main }];
  const previews = COLOURS.map((colour): RouteObject => {
    const rules = [rule(spec, allTo(colour), [colour])];
    const manifest = httpRoute(spec, parent, `${spec.name}-preview-${colour}`, preview.hostnames[colour], rules);
    return { id: `Preview${colour === 'blue' ? 'Blue' : 'Green'}`, manifest };
  });
  return [{ id: 'Resource', manifest: main }, ...previews];
}

function httpRoute(
  spec: RoutingSpec,
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
function previewRules(spec: RoutingSpec): HttpRouteSpecRules[] {
  const { preview } = spec;
  if (preview.kind !== 'header') return [];
  return headerMarks(spec, preview).map(([value, colour]) => {
    const headers = [{ type: HttpRouteSpecRulesMatchesHeadersType.EXACT, name: preview.name, value }];
    return rule(spec, allTo(colour), markedColours(preview, colour), { headers });
  });
}

/** Testers' requests are not copied: they go to the idle colour already. */
function mirror(spec: RoutingSpec): Pick<HttpRouteSpecRules, 'filters'> {
  if (spec.shadow === undefined) return {};
  const { name, port } = spec.backends[idleColour(spec)];
  const requestMirror = { backendRef: { group: '', kind: 'Service', name, port }, percent: spec.shadow };
  return { filters: [{ type: HttpRouteSpecRulesFiltersType.REQUEST_MIRROR, requestMirror }] };
}

function rule(
  spec: RoutingSpec,
  weights: Weights,
  colours: readonly Colour[] = COLOURS,
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
    backendRefs: colours.map((colour) => backendRef(spec, colour, weights[colour])),
    ...(Object.keys(timeouts).length === 0 ? {} : { timeouts }),
  };
}

/** A weight that is left out means 1, not 0. */
function backendRef(spec: RoutingSpec, colour: Colour, weight: number): HttpRouteSpecRulesBackendRefs {
  const { name, port } = spec.backends[colour];
  return { group: '', kind: 'Service', name, port, weight };
}
