import type { Manifest } from '../../manifest/manifest';
import { bestPaths, type IngressPath, ingressPaths } from './ingress-path';
import { headerOf, type RoutedRequest } from './routed-request';
import { answers, type Shares, serviceKey, sharesOf } from './shares';

/**
 * Where HAProxy Technologies' controller sends a request, read from Ingresses and Services as the YAML has them, ours or not.
 *
 * Covers, from its source: a Service with `haproxy.org/route-acl` is served by that condition alone, before every path; there the host is
 * compared as it is written and a prefix by its letters; equal paths of one Ingress overwrite each other. Of conditions it reads
 * `rand(100) lt <n>`, and cookies and headers with `-m found` or `-m str <value>`; a Service with any other is taken as never asked for. The
 * order of conditions is not defined; here it is that of the Ingresses. Nothing of it was measured.
 *
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/master/pkg/route/route.go
 */
export function haproxyTechShares(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const paths = lastOfEach(ingressPaths(manifests)).map((path) => ({ path, condition: conditionOf(path, manifests) }));
  let rest = 100;
  const parts: [string, number][] = [];
  for (const { path, condition } of paths) {
    if (condition === undefined || !conditionMatches(path, request)) continue;
    const share = (rest * conditionShare(condition, request)) / 100;
    parts.push([keyOf(path), share]);
    rest -= share;
  }
  const plain = paths.filter(({ condition }) => condition === undefined).map(({ path }) => path);
  const [best] = bestPaths(plain, request);
  parts.push([best === undefined ? 'HTTP 404' : keyOf(best), rest]);
  return rest === 100 && best === undefined ? answers(404) : sharesOf(parts);
}

/** The paths that are left when equal ones of one Ingress have overwritten each other. */
function lastOfEach(paths: readonly IngressPath[]): readonly IngressPath[] {
  const placeOf = ({ ingress: { metadata }, host, path, pathType }: IngressPath): string =>
    JSON.stringify([metadata.namespace, metadata.name, host, path, pathType]);
  return [...new Map(paths.map((path) => [placeOf(path), path])).values()];
}

function keyOf({ ingress, service, port }: IngressPath): string {
  return serviceKey(ingress.metadata.namespace, service, port);
}

function conditionOf({ ingress, service }: IngressPath, manifests: readonly Manifest[]): string | undefined {
  const { namespace } = ingress.metadata;
  const object = manifests.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === service && metadata.namespace === namespace,
  );
  return object?.metadata.annotations?.['haproxy.org/route-acl'];
}

function conditionMatches({ host, path, pathType }: IngressPath, request: RoutedRequest): boolean {
  if (host !== '' && host !== request.host) return false;
  return pathType === 'Exact' ? request.path === path : request.path.startsWith(path);
}

/** Percent of requests that the condition holds for. */
function conditionShare(condition: string, request: RoutedRequest): number {
  const random = /^\s*rand\(100\)\s+lt\s+([0-9]+)\s*$/.exec(condition)?.[1];
  if (random !== undefined) return Math.min(100, Number(random));
  const [, place, name = '', wanted] = /^\s*(cookie|hdr|req\.hdr)\(([^)]+)\)\s+-m\s+(?:found|str\s+(\S+))\s*$/.exec(condition) ?? [];
  const value = place === 'cookie' ? request.cookies?.[name] : place === undefined ? undefined : headerOf(request, name);
  return value !== undefined && (wanted === undefined || value === wanted) ? 100 : 0;
}
