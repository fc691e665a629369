import type { HttpRouteSpec } from '../../../imports/gateway-api';
import type { Manifest } from '../../manifest/manifest';
import { backendFindings } from './backend-findings';
import { ingressFindings } from './ingress-findings';
import { type RouteFinding, titleOf } from './route-finding';
import { type RoutingGroup, routingGroups } from './routing-groups';

/**
 * Fields of other routes without effect: two objects with one host and path, of which one wins (`routes.same-place`), a weight that is left out beside others
 * (`routes.weight-left-out`), and a cookie of Traefik in a place that has no effect (`routes.sticky-lost`).
 */
export function conflictFindings(groups: readonly RoutingGroup[]): readonly RouteFinding[] {
  const manifests = [...new Set(groups.flatMap((group) => group.manifests))];
  return [...groups.flatMap(samePlaceTraps), ...manifests.flatMap(weightTraps), ...manifests.flatMap(stickyTraps)];
}

/** A canary shares its place with its primary on purpose, and so does a Service with a condition. */
function samePlaceTraps({ dialect, manifests }: RoutingGroup): readonly RouteFinding[] {
  const claims = new Map<string, Manifest>();
  const found = new Map<string, RouteFinding>();
  for (const { host, path, pathType, marks, object } of dialect.entries(manifests.filter((one) => !isBesideAnother(one, manifests)))) {
    const key = JSON.stringify([host, path, pathType, marks.map(({ title }) => title)]);
    const other = claims.get(key);
    if (other === undefined) claims.set(key, object);
    if (other === undefined || other === object) continue;
    const what = `${titleOf(other)} has ${host || 'every host'}${path} too; only one of the two takes the requests: the older, or the first one read`;
    found.set(`${titleOf(object)} ${titleOf(other)}`, {
      code: 'routes.same-place',
      object,
      what,
      fix: 'put both into one object, or change the host or path of one',
    });
  }
  return [...found.values()];
}

function isBesideAnother(manifest: Manifest, manifests: readonly Manifest[]): boolean {
  if (manifest.metadata.annotations?.['nginx.ingress.kubernetes.io/canary'] === 'true') return true;
  if (manifest.kind !== 'Ingress') return false;
  return manifests.some(
    ({ kind, metadata }) =>
      kind === 'Service' &&
      metadata.annotations?.['haproxy.org/route-acl'] !== undefined &&
      metadata.namespace === manifest.metadata.namespace &&
      JSON.stringify(manifest.spec).includes(`"name":"${metadata.name}"`),
  );
}

function weightTraps(object: Manifest): readonly RouteFinding[] {
  if (object.kind !== 'HTTPRoute') return [];
  const { rules = [] } = (object.spec ?? {}) as HttpRouteSpec;
  const mixed = rules.some(({ backendRefs = [] }) => {
    const written = backendRefs.filter(({ weight }) => weight !== undefined).length;
    return written > 0 && written < backendRefs.length;
  });
  const what = 'a rule sets the weight of one backend but not of another; a missing weight means 1, not the rest';
  return mixed ? [{ code: 'routes.weight-left-out', object, what, fix: 'write every weight' }] : [];
}

/** @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/ */
function stickyTraps(object: Manifest): readonly RouteFinding[] {
  if (object.kind !== 'TraefikService') return [];
  const { sticky, weighted } = (object.spec ?? {}) as { sticky?: unknown; weighted?: { sticky?: { name?: unknown; cookie?: unknown } } };
  const misplaced = sticky !== undefined || (weighted?.sticky?.name !== undefined && weighted.sticky.cookie === undefined);
  const what = '`sticky` is in a place where it is accepted and has no effect';
  return misplaced ? [{ code: 'routes.sticky-lost', object, what, fix: 'write it as spec.weighted.sticky.cookie.name' }] : [];
}

/** Known traps in a directory of manifests, ours or not. */
export function routeFindings(manifests: readonly Manifest[]): readonly RouteFinding[] {
  const groups = routingGroups(manifests);
  return [...ingressFindings(groups), ...conflictFindings(groups), ...backendFindings(manifests)];
}
