import type { HttpRouteSpec } from '../../../imports/gateway-api';
import type { IngressSpec } from '../../../imports/kubernetes';
import type { Manifest } from '../../manifest/manifest';
import type { Dialect } from '../interpreters/dialect';
import { GATEWAY_API } from '../interpreters/gateway-api-interpreter';
import { DIALECT_OF_PREFIX, HAPROXY_INGRESS, HAPROXY_TECH, NGINX, PLAIN_INGRESS } from '../interpreters/ingress-entries';
import { ISTIO } from '../interpreters/istio-interpreter';
import { TRAEFIK } from '../interpreters/traefik-interpreter';

/** Objects that one router reads together. */
export interface RoutingGroup {
  readonly dialect: Dialect;
  /** The Gateway or class that they name: `gateways/public`, `nginx`. Empty where the kind has neither. */
  readonly entrance: string;
  /** The routes, and what is read beside them: Services and workloads. */
  readonly manifests: readonly Manifest[];
}

/** Services hold annotations of HAProxy, and workloads say how many pods a group has. */
const BESIDE: ReadonlySet<string> = new Set(['Service', 'Deployment', 'StatefulSet', 'DaemonSet']);

/** Sorts the objects of a directory by the routers that read them. A route with two Gateways is read by both. */
export function routingGroups(manifests: readonly Manifest[]): readonly RoutingGroup[] {
  const beside = manifests.filter(({ kind }) => BESIDE.has(kind));
  const groups = new Map<string, { dialect: Dialect; entrance: string; routes: Manifest[] }>();
  const add = (dialect: Dialect, entrance: string, manifest: Manifest): void => {
    const key = `${dialect.router} ${entrance}`;
    const group = groups.get(key) ?? { dialect, entrance, routes: [] };
    group.routes.push(manifest);
    groups.set(key, group);
  };
  const dialectOf = ingressDialects(manifests);
  for (const manifest of manifests) {
    if (manifest.kind === 'HTTPRoute') for (const gateway of gatewaysOf(manifest)) add(GATEWAY_API, gateway, manifest);
    if (manifest.kind === 'VirtualService') for (const gateway of istioGateways(manifest)) add(ISTIO, gateway, manifest);
    if (isTraefik(manifest)) add(TRAEFIK, '', manifest);
    if (manifest.kind === 'Ingress') add(dialectOf(classOf(manifest)), classOf(manifest), manifest);
  }
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { routes, ...group }]) => ({ ...group, manifests: [...routes, ...beside] }));
}

function isTraefik({ apiVersion, kind }: Manifest): boolean {
  return /^traefik\.(io|containo\.us)\//.test(apiVersion) && (kind === 'IngressRoute' || kind === 'TraefikService');
}

function gatewaysOf({ metadata, spec }: Manifest): readonly string[] {
  const { parentRefs = [] } = (spec ?? {}) as HttpRouteSpec;
  const names = parentRefs.map(({ namespace = metadata.namespace, name }) => `${namespace ?? 'default'}/${name}`);
  return names.length === 0 ? ['(no Gateway)'] : [...new Set(names)];
}

function istioGateways({ metadata, spec }: Manifest): readonly string[] {
  const { gateways = ['mesh'] } = (spec ?? {}) as { gateways?: readonly string[] };
  return gateways.map((name) => (name === 'mesh' || name.includes('/') ? name : `${metadata.namespace ?? 'default'}/${name}`));
}

/** The class of an Ingress. The annotation is the older way to say it. */
export function classOf({ metadata, spec }: Manifest): string {
  return (spec as IngressSpec | undefined)?.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class'] ?? '';
}

const CONTROLLERS: readonly (readonly [RegExp, Dialect])[] = [
  [/^k8s\.io\/ingress-nginx/, NGINX],
  [/^haproxy-ingress\.github\.io\//, HAPROXY_INGRESS],
  [/^haproxy\.org\//, HAPROXY_TECH],
];

/**
 * Who reads a class: the controller of its IngressClass; else the one whose annotations stand on Ingresses of the class, or on the Services
 * that they name; else nginx for a class with that in its name. Two controllers are called "haproxy", so the name alone tells nothing.
 */
function ingressDialects(manifests: readonly Manifest[]): (name: string) => Dialect {
  const known = new Map<string, Dialect>();
  const ingresses = manifests.filter(({ kind }) => kind === 'Ingress');
  for (const [prefix, dialect] of DIALECT_OF_PREFIX) {
    const noted = new Set(manifests.filter((manifest) => hasPrefix(manifest, prefix)));
    const places = new Set([...noted].filter(({ kind }) => kind === 'Service').map(placeOf));
    for (const ingress of ingresses) {
      const own = noted.has(ingress) || servicesOf(ingress).some((service) => places.has(service));
      if (own && !known.has(classOf(ingress))) known.set(classOf(ingress), dialect);
    }
  }
  for (const { kind, metadata, spec } of manifests) {
    const { controller } = (spec ?? {}) as { controller?: unknown };
    const dialect = CONTROLLERS.find(([pattern]) => kind === 'IngressClass' && pattern.test(String(controller)))?.[1];
    if (dialect !== undefined) known.set(metadata.name, dialect);
  }
  return (name) => known.get(name) ?? (name.includes('nginx') ? NGINX : PLAIN_INGRESS);
}

function hasPrefix({ metadata: { annotations = {} } }: Manifest, prefix: string): boolean {
  return Object.keys(annotations).some((key) => key.startsWith(prefix));
}

function placeOf({ metadata }: Manifest): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function servicesOf({ metadata, spec }: Manifest): readonly string[] {
  const { rules = [] } = (spec ?? {}) as IngressSpec;
  return rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => `${metadata.namespace}/${backend?.service?.name}`));
}
