import type { HttpRouteSpec } from '../../../imports/gateway-api';
import type { IngressSpec } from '../../../imports/kubernetes';
import type { Manifest } from '../../manifest/manifest';
import type { IngressRouteSpec, TraefikBackend, TraefikServiceSpec } from '../routers/traefik-objects';

/** A Service that a route names. */
export interface BackendReference {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly port: number | string | undefined;
}

/** Every Service that an object of a router names, also for copies and shares of 0. */
export function backendReferences(object: Manifest): readonly BackendReference[] {
  const { namespace } = object.metadata;
  const read = Object.hasOwn(READERS, object.kind) ? READERS[object.kind] : undefined;
  return (read?.(object.spec ?? {}) ?? []).map((reference) => ({ ...reference, namespace: reference.namespace ?? namespace }));
}

type Found = Omit<BackendReference, 'namespace'> & { readonly namespace?: string };

const READERS: Readonly<Record<string, (spec: object) => readonly Found[]>> = {
  Ingress: ingressServices,
  HTTPRoute: httpRouteServices,
  IngressRoute: (spec) => ((spec as IngressRouteSpec).routes ?? []).flatMap(({ services = [] }) => services.flatMap(traefikServices)),
  TraefikService: (spec) => {
    const { weighted, mirroring } = spec as TraefikServiceSpec;
    const mirrored = mirroring === undefined ? [] : [mirroring, ...(mirroring.mirrors ?? [])];
    return [...(weighted?.services ?? []), ...mirrored].flatMap(traefikServices);
  },
  VirtualService: virtualServiceServices,
};

function ingressServices(spec: object): readonly Found[] {
  const { rules = [], defaultBackend } = spec as IngressSpec;
  const backends = [defaultBackend, ...rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend))];
  return backends.flatMap((backend) => {
    const { service } = backend ?? {};
    return service === undefined ? [] : [{ name: service.name, port: service.port?.number ?? service.port?.name }];
  });
}

function httpRouteServices(spec: object): readonly Found[] {
  return ((spec as HttpRouteSpec).rules ?? []).flatMap(({ backendRefs = [], filters = [] }) => {
    const mirrors = filters.flatMap(({ requestMirror }) => requestMirror?.backendRef ?? []);
    return [...backendRefs, ...mirrors]
      .filter(({ kind = 'Service' }) => kind === 'Service')
      .map(({ namespace, name, port }) => ({ namespace, name, port }));
  });
}

function traefikServices({ kind = 'Service', namespace, name, port }: TraefikBackend): readonly Found[] {
  return kind === 'Service' ? [{ namespace, name, port }] : [];
}

interface Destination {
  readonly host?: string;
  readonly port?: { readonly number?: number };
}

function virtualServiceServices(spec: object): readonly Found[] {
  const { http = [] } = spec as { http?: readonly { route?: readonly { destination?: Destination }[]; mirror?: Destination }[] };
  const destinations = http.flatMap(({ route = [], mirror }) => [...route.map(({ destination }) => destination), mirror]);
  return destinations.flatMap((destination) => {
    const [name, namespace, ...rest] = destination?.host?.split('.') ?? [];
    // A name with more parts than a Service's own is one outside of the cluster.
    if (name === undefined || (rest.length > 0 && rest[0] !== 'svc')) return [];
    return [{ namespace, name, port: destination?.port?.number }];
  });
}
