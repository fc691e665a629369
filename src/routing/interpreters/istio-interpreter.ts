import type { Manifest } from '../../manifest/manifest';
import { cookieMark, type Dialect, headerMark, type Mark, mergedPaths, type RouteEntry } from './dialect';
import { headerOf, hostFit, type RoutedRequest } from './routed-request';
import { answers, type Shares, serviceKey, sharesOf } from './shares';

interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

interface HttpMatch {
  readonly uri?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
  readonly [other: string]: unknown;
}

interface Destination {
  readonly host?: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
}

interface HttpRule {
  readonly match?: readonly HttpMatch[];
  readonly route?: readonly { readonly destination?: Destination; readonly weight?: number }[];
  readonly mirror?: Destination;
  readonly mirrorPercentage?: { readonly value?: number };
  readonly mirrors?: readonly { readonly destination?: Destination; readonly percentage?: { readonly value?: number } }[];
}

interface VirtualServiceSpec {
  readonly hosts?: readonly string[];
  readonly http?: readonly HttpRule[];
}

/**
 * Where Istio sends a request, read from VirtualServices as the YAML has them, ours or not.
 *
 * Covers: the closest host wins, then the first rule that matches; rules of VirtualServices for one host stand in the order of their age;
 * weights in proportion, 0 when left out, but everything for a destination that stands alone; mirrors take nothing away.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
 */
export function istioShares(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const won = winnerOf(manifests, request);
  return won === undefined ? answers(404) : ruleShares(won.rule, won.namespace);
}

/** Where copies of a request go: 100 % where a mirror says no percentage. */
export function istioCopies(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const won = winnerOf(manifests, request);
  if (won === undefined) return {};
  const { mirror, mirrorPercentage, mirrors = [] } = won.rule;
  const all = [...(mirror === undefined ? [] : [{ destination: mirror, percentage: mirrorPercentage }]), ...mirrors];
  return Object.fromEntries(all.map(({ destination, percentage }) => [keyOf(destination ?? {}, won.namespace), percentage?.value ?? 100]));
}

interface Won {
  readonly rule: HttpRule;
  readonly namespace: string | undefined;
}

function winnerOf(manifests: readonly Manifest[], request: RoutedRequest): Won | undefined {
  const services = manifests.filter(({ kind }) => kind === 'VirtualService').sort(byAge);
  const fits = services.map((service) => Math.max(-1, ...(specOf(service).hosts ?? []).map((host) => fitOf(host, request.host))));
  const best = Math.max(-1, ...fits);
  if (best < 0) return undefined;
  for (const service of services.filter((_, position) => fits[position] === best)) {
    const rule = (specOf(service).http ?? []).find(({ match }) => match === undefined || match.some((one) => matches(one, request)));
    if (rule !== undefined) return { rule, namespace: service.metadata.namespace };
  }
  return undefined;
}

function specOf(service: Manifest): VirtualServiceSpec {
  return (service.spec ?? {}) as VirtualServiceSpec;
}

function byAge(left: Manifest, right: Manifest): number {
  const key = ({ metadata }: Manifest): string => `${metadata.creationTimestamp ?? ''} ${metadata.namespace}/${metadata.name}`;
  return key(left) < key(right) ? -1 : 1;
}

function fitOf(pattern: string, host: string): number {
  return (pattern === '*' ? 0 : hostFit(pattern, host, 'any-labels')) ?? -1;
}

/** A match on what a request here does not have, such as a method, is never met. */
function matches(match: HttpMatch, request: RoutedRequest): boolean {
  const { uri, authority, headers = {}, withoutHeaders = {}, name: _, gateways: __, ...others } = match;
  if (Object.keys(others).length > 0) return false;
  const wanted = Object.entries(headers).every(([name, text]) => textMatches(text, readValue(request, name)));
  const unwanted = Object.entries(withoutHeaders).some(([name, text]) => textMatches(text, readValue(request, name)));
  return textMatches(uri, request.path) && textMatches(authority, request.host) && wanted && !unwanted;
}

function readValue(request: RoutedRequest, name: string): string | undefined {
  if (name.toLowerCase() !== 'cookie') return headerOf(request, name);
  const cookies = Object.entries(request.cookies ?? {}).map(([key, value]) => `${key}=${value}`);
  return cookies.length === 0 ? undefined : cookies.join('; ');
}

function textMatches(match: StringMatch | undefined, value: string | undefined): boolean {
  if (match === undefined) return true;
  if (value === undefined) return false;
  if (match.exact !== undefined) return value === match.exact;
  if (match.prefix !== undefined) return value.startsWith(match.prefix);
  if (match.regex === undefined) return true;
  try {
    return new RegExp(`^(?:${match.regex})$`).test(value);
  } catch {
    return false; // a pattern that cannot be read is refused by Istio, and the rule is not served
  }
}

function ruleShares({ route = [] }: HttpRule, namespace: string | undefined): Shares {
  const parts = route.map(({ destination, weight = 0 }): [string, number] => [
    keyOf(destination ?? {}, namespace),
    route.length === 1 ? 100 : weight,
  ]);
  return parts.some(([, weight]) => weight > 0) ? sharesOf(parts) : answers(503);
}

/** A short name is one of the VirtualService's own namespace. */
function keyOf({ host = '', subset, port }: Destination, namespace: string | undefined): string {
  const [name = '', place] = host.split('.');
  return `${serviceKey(place ?? namespace, name, port?.number)}${subset === undefined ? '' : `[subset=${subset}]`}`;
}

/** VirtualServices of one Gateway. */
export const ISTIO: Dialect = {
  router: 'Istio',
  entries: (manifests) => mergedPaths(manifests.filter(({ kind }) => kind === 'VirtualService').flatMap(servicePlaces)),
  shares: istioShares,
  copies: istioCopies,
};

function servicePlaces(object: Manifest): readonly RouteEntry[] {
  const { hosts = [], http = [] } = (object.spec ?? {}) as {
    hosts?: readonly string[];
    http?: readonly { match?: readonly HttpMatch[] }[];
  };
  return hosts.flatMap((host) =>
    http.flatMap(({ match = [{}] }) =>
      match.map(
        ({ uri, headers = {} }): RouteEntry => ({ host: host === '*' ? '' : host, object, ...pathOf(uri), marks: marksOf(headers) }),
      ),
    ),
  );
}

function pathOf(uri: StringMatch | undefined): Pick<RouteEntry, 'path' | 'pathType'> {
  if (uri?.exact !== undefined) return { path: uri.exact, pathType: 'Exact' };
  if (uri?.regex !== undefined) return { path: uri.regex, pathType: 'Pattern' };
  return { path: uri?.prefix ?? '/', pathType: 'Prefix' };
}

/** A cookie is found in a pattern over the whole header, as in `^(.*;\s*)?color=always(;.*)?$`. */
function marksOf(headers: Readonly<Record<string, StringMatch>>): readonly Mark[] {
  return Object.entries(headers).flatMap(([name, { exact, regex = '' }]) => {
    if (exact !== undefined) return [headerMark(name, exact)];
    const [, cookie, value] = /([-\w]+(?:\\?\.[-\w]+)*)=([-\w.]+)/.exec(regex) ?? [];
    if (name.toLowerCase() !== 'cookie' || cookie === undefined || value === undefined) return [];
    return [cookieMark(cookie.replaceAll('\\.', '.'), value)];
  });
}
