import type { HttpRouteSpec } from '../../../imports/gateway-api';
import type { IngressSpec } from '../../../imports/kubernetes';
import type { Manifest } from '../../manifest/manifest';
import { ISTIO } from '../interpreters/istio-entries';
import { TRAEFIK } from '../interpreters/traefik-entries';

/** Where an object stands, and where another would have to stand to change its routing. */
export interface ConflictKeys {
  readonly own: ReadonlySet<string>;
  readonly met: ReadonlySet<string>;
}

/**
 * Keys by which objects find those few that can change their routing: the same host with the same path or one above it, or, for Ingresses, the
 * same Service. An index by these keys spares comparing every route with every other.
 */
export function conflictKeys(manifest: Manifest): ConflictKeys {
  const places = placesOf(manifest);
  const services = manifest.kind === 'Ingress' ? ingressServices(manifest.spec as IngressSpec) : [];
  return {
    own: new Set([...places.map(([host, path]) => `${host}${path}`), ...services]),
    met: new Set([...places.flatMap(([host, path]) => pathsAbove(path).map((above) => `${host}${above}`)), ...services]),
  };
}

type Place = readonly [host: string, path: string];

function placesOf(manifest: Manifest): readonly Place[] {
  if (manifest.kind === 'HTTPRoute') return httpRoutePlaces(manifest.spec as HttpRouteSpec);
  if (manifest.kind === 'Ingress') return ingressPlaces(manifest.spec as IngressSpec);
  const dialect = manifest.kind === 'IngressRoute' ? TRAEFIK : manifest.kind === 'VirtualService' ? ISTIO : undefined;
  return (dialect?.entries([manifest]) ?? []).map(({ host, path }): Place => [host, path]);
}

function httpRoutePlaces({ hostnames = [''], rules = [] }: HttpRouteSpec): readonly Place[] {
  const paths = rules.flatMap(({ matches = [{}] }) => matches.map(({ path }) => path?.value ?? '/'));
  return hostnames.flatMap((host) => paths.map((path): Place => [host, path]));
}

function ingressPlaces({ rules = [] }: IngressSpec): readonly Place[] {
  return rules.flatMap(({ host = '', http }) => (http?.paths ?? []).map(({ path = '/' }): Place => [host, path]));
}

function ingressServices({ rules = [] }: IngressSpec): readonly string[] {
  return rules.flatMap(({ http }) => (http?.paths ?? []).flatMap(({ backend: { service } }) => service?.name ?? []));
}

/** `/v1/models` is met by `/v1/models`, `/v1` and `/`. */
function pathsAbove(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return ['/', ...parts.map((_, position) => `/${parts.slice(0, position + 1).join('/')}`)];
}
