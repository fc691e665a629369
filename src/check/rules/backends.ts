import type { ValuePath } from '../../base/value-path';
import { fieldsAt, listAt, numberAt, textAt, valueAt } from '../../schema/plain-access';
import { type PodTemplate, podContainers } from '../../schema/pod-template';
import type { CheckContext } from '../index/check-context';
import type { CheckedObject } from '../index/checked-object';
import { NETWORK_POLICY, policiesOf } from '../index/selectors';
import type { Rule } from '../rule';

/** A Service that a route sends requests to. */
interface RouteBackend {
  readonly path: ValuePath;
  readonly name: string;
  readonly namespace?: string;
  /** A number, or the name of a port of the Service. */
  readonly port?: string | number;
}

/** The kinds of routes that name Services. */
const ROUTE_KINDS: readonly string[] = [
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

/** A route to pods that no one may reach. */
export const networkCutsRoute: Rule = {
  code: 'network.cuts-route',
  severity: 'error',
  title: 'a route to pods whose network policies let nothing in on that port',
  reason: 'every request ends in a timeout, and no object has an error',
  fix: 'allow the port from the pods of the router, in a NetworkPolicy beside the pods',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  kinds: ROUTE_KINDS,
  *check(object, context) {
    if (context.ofKind(NETWORK_POLICY).length === 0) return;
    for (const { path, name, namespace = object.namespace, port } of routeBackends(object)) {
      const service = context.find(object, '/Service', name, namespace);
      if (service === undefined) continue;
      const selector = fieldsAt(service.manifest, 'spec', 'selector');
      if (Object.keys(selector).length === 0) continue;
      for (const { object: owner, pod } of context.selectedBeside(service, { matchLabels: selector })) {
        const target = targetPort(service, port, pod);
        if (target !== undefined && isCutOff(pod, target, context))
          yield { path, what: `leads to port ${target} of ${owner.name}, and no NetworkPolicy lets anything in there` };
      }
    }
  },
};

/** The port of the pods behind a port of a Service, as a number. */
function targetPort(service: CheckedObject, port: string | number | undefined, pod: PodTemplate): number | undefined {
  const ports = listAt(service.manifest, 'spec', 'ports');
  const own = ports.find((each) => port === undefined || valueAt(each, 'port') === port || valueAt(each, 'name') === port);
  const target = valueAt(own, 'targetPort') ?? valueAt(own, 'port');
  return typeof target === 'string' ? portNumber(target, pod) : (target as number | undefined);
}

function portNumber(name: string, pod: PodTemplate): number | undefined {
  const ports = podContainers(pod).flatMap(({ container }) => listAt(container, 'ports'));
  return numberAt(
    ports.find((port) => textAt(port, 'name') === name),
    'containerPort',
  );
}

function isCutOff(pod: PodTemplate, port: number, context: CheckContext): boolean {
  const policies = policiesOf(pod, context).filter(({ manifest }) => {
    const types = listAt(manifest, 'spec', 'policyTypes');
    return types.length === 0 || types.includes('Ingress');
  });
  if (policies.length === 0) return false;
  return !policies.some(({ manifest }) => listAt(manifest, 'spec', 'ingress').some((rule) => allows(rule, port, pod)));
}

function allows(rule: unknown, port: number, pod: PodTemplate): boolean {
  const ports = listAt(rule, 'ports');
  return ports.length === 0 || ports.some((each) => covers(each, port, pod));
}

function covers(each: unknown, port: number, pod: PodTemplate): boolean {
  const [first, last] = [valueAt(each, 'port'), numberAt(each, 'endPort')];
  if ((textAt(each, 'protocol') ?? 'TCP') !== 'TCP') return false;
  if (first === undefined) return true;
  if (typeof first === 'string') return portNumber(first, pod) === port;
  return port >= (first as number) && port <= (last ?? (first as number));
}

/** A route to a Service, or to a port of one, that is not there. */
export const referenceBackend: Rule = {
  code: 'reference.backend',
  severity: 'error',
  title: 'a route to a Service that is not there, or to a port that it does not have',
  reason: 'requests are answered with 503, or by the default backend',
  fix: 'fix the name or the port',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/',
  kinds: ROUTE_KINDS,
  *check(object, context) {
    for (const { path, name, namespace = object.namespace, port } of routeBackends(object)) {
      const service = context.find(object, '/Service', name, namespace);
      if (service === undefined) {
        // Of a namespace without any Service in Git nothing is known.
        if (context.ofKind('/Service').some((other) => other.namespace === namespace && other.cluster === object.cluster)) {
          yield { path: [...path, 'name'], what: `is "${name}", and there is no such Service in namespace ${namespace ?? '(none)'}` };
        }
        continue;
      }
      const ports = listAt(service.manifest, 'spec', 'ports');
      if (port === undefined || ports.some((each) => valueAt(each, 'port') === port || valueAt(each, 'name') === port)) continue;
      const known = ports.map((each) => `${textAt(each, 'name') ?? ''} ${valueAt(each, 'port')}`.trim()).join(', ');
      yield { path: [...path, 'port'], what: `is ${port}, and Service ${name} has ${known}` };
    }
  },
};

/** A route that asks for a listener that its Gateway does not have. */
export const referenceGateway: Rule = {
  code: 'reference.listener',
  severity: 'error',
  title: 'a route to a listener that the Gateway does not have',
  reason: 'the Gateway does not accept the route, and no request reaches it',
  fix: 'write the name or port of a listener of the Gateway',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#parentreference',
  kinds: ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'],
  *check(object, context) {
    for (const [index, parent] of listAt(object.manifest, 'spec', 'parentRefs').entries()) {
      const [name, section, port] = [textAt(parent, 'name') ?? '', textAt(parent, 'sectionName'), valueAt(parent, 'port')];
      const gateway = context.find(object, 'gateway.networking.k8s.io/Gateway', name, textAt(parent, 'namespace') ?? object.namespace);
      if (gateway === undefined || (section === undefined && port === undefined)) continue;
      const listeners = listAt(gateway.manifest, 'spec', 'listeners');
      const fits = (listener: unknown) =>
        (section === undefined || textAt(listener, 'name') === section) && (port === undefined || valueAt(listener, 'port') === port);
      if (listeners.some(fits)) continue;
      const known = listeners.map((listener) => `${textAt(listener, 'name')} (${valueAt(listener, 'port')})`).join(', ');
      yield {
        path: ['spec', 'parentRefs', index, section === undefined ? 'port' : 'sectionName'],
        what: `is ${section ?? port}, and Gateway ${name} has ${known || 'no listeners'}`,
      };
    }
  },
};
