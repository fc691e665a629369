import type { Manifest } from '../../manifest/manifest';
import { bestPaths, type IngressPath, ingressPaths } from './ingress-path';
import type { RoutedRequest } from './request';
import { answers, type Shares, serviceKey, sharesOf } from './shares';

/**
 * Where HAProxy Technologies' controller sends a request, read from Ingresses and Services as they stand in YAML, ours or not.
 *
 * Knows what its documentation says: host, path, and `haproxy.org/route-acl` on a Service with `rand(100) lt <n>` or `cookie(<name>) -m found`.
 * A Service with another condition is taken as never asked for. Nothing of it was measured.
 */
export function haproxyTechShares(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const paths = bestPaths(ingressPaths(manifests), request);
  let rest = 100;
  const parts: [string, number][] = [];
  for (const path of paths.filter((one) => routeAcl(one, manifests) !== undefined)) {
    const share = (rest * aclShare(routeAcl(path, manifests) ?? '', request)) / 100;
    parts.push([keyOf(path), share]);
    rest -= share;
  }
  const plain = paths.find((path) => routeAcl(path, manifests) === undefined);
  if (plain !== undefined) parts.push([keyOf(plain), rest]);
  else if (rest > 0) parts.push(['HTTP 404', rest]);
  return parts.length === 0 ? answers(404) : sharesOf(parts);
}

function keyOf({ ingress, service, port }: IngressPath): string {
  return serviceKey(ingress.metadata.namespace, service, port);
}

function routeAcl({ ingress, service }: IngressPath, manifests: readonly Manifest[]): string | undefined {
  const { namespace } = ingress.metadata;
  const object = manifests.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === service && metadata.namespace === namespace,
  );
  return object?.metadata.annotations?.['haproxy.org/route-acl'];
}

/** Percent of requests that the condition holds for. */
function aclShare(acl: string, request: RoutedRequest): number {
  const random = /^\s*rand\(100\)\s+lt\s+([0-9]+)\s*$/.exec(acl)?.[1];
  if (random !== undefined) return Math.min(100, Number(random));
  const cookie = /^\s*cookie\(([^)]+)\)\s+-m\s+found\s*$/.exec(acl)?.[1];
  return cookie !== undefined && request.cookies?.[cookie] !== undefined ? 100 : 0;
}
