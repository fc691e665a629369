import { listAt, textAt, valueAt } from '../../schema/plain-access';
import type { ValuePath } from '../../schema/schema-finding';
import type { CheckedObject } from '../checked-object';

/** A Service that a route sends requests to. */
export interface RouteBackend {
  readonly path: ValuePath;
  readonly name: string;
  readonly namespace?: string;
  /** A number, or the name of a port of the Service. */
  readonly port?: string | number;
}

/** The kinds of routes that name Services. */
export const ROUTE_KINDS: readonly string[] = [
  'networking.k8s.io/Ingress',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/GRPCRoute',
];

/** The Services behind an Ingress or a route of a Gateway. */
export function* routeBackends({ groupKind, manifest }: CheckedObject): Iterable<RouteBackend> {
  if (groupKind === 'networking.k8s.io/Ingress') {
    yield* ingressBackend(['spec', 'defaultBackend'], valueAt(manifest, 'spec', 'defaultBackend'));
    for (const [index, rule] of listAt(manifest, 'spec', 'rules').entries()) {
      for (const [position, path] of listAt(rule, 'http', 'paths').entries()) {
        yield* ingressBackend(['spec', 'rules', index, 'http', 'paths', position, 'backend'], valueAt(path, 'backend'));
      }
    }
    return;
  }
  for (const [index, rule] of listAt(manifest, 'spec', 'rules').entries()) {
    for (const [position, reference] of listAt(rule, 'backendRefs').entries()) {
      if ((textAt(reference, 'kind') ?? 'Service') !== 'Service' || (textAt(reference, 'group') ?? '') !== '') continue;
      const [name, port] = [textAt(reference, 'name'), valueAt(reference, 'port')];
      const path = ['spec', 'rules', index, 'backendRefs', position];
      if (name !== undefined) yield { path, name, namespace: textAt(reference, 'namespace'), port: port as number | undefined };
    }
  }
}

function* ingressBackend(path: ValuePath, backend: unknown): Iterable<RouteBackend> {
  const name = textAt(backend, 'service', 'name');
  if (name === undefined) return;
  const port = valueAt(backend, 'service', 'port', 'number') ?? valueAt(backend, 'service', 'port', 'name');
  yield { path: [...path, 'service'], name, port: port as string | number | undefined };
}
