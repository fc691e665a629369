import type { HttpRouteSpec, HttpRouteSpecRules, HttpRouteSpecRulesMatches } from '../../../imports/gateway-api';
import type { Manifest } from '../../manifest/manifest';
import { type Dialect, headerMark, type RouteEntry } from './dialect';
import { gatewayApiCopies, gatewayApiShares } from './gateway-api-interpreter';

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
