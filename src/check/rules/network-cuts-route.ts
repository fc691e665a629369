import { fieldsAt, listAt, numberAt, textAt, valueAt } from '../../schema/plain-access';
import { type PodTemplate, podContainers } from '../../schema/pod-template';
import type { CheckContext } from '../check-context';
import type { CheckedObject } from '../checked-object';
import type { Rule } from '../rule';
import { NETWORK_POLICY, policiesOf } from '../selectors';
import { ROUTE_KINDS, routeBackends } from './route-backends';

/** A route to pods that no one may reach. */
export const networkCutsRoute: Rule = {
  code: 'network.cuts-route',
  severity: 'error',
  title: 'a route to pods whose network policies let nothing in on that port',
  reason: 'every request ends in a timeout, and no object has an error',
  fix: 'allow the port from the pods of the router, in a NetworkPolicy beside the pods',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  kinds: ROUTE_KINDS,
  *check(object, world) {
    if (world.ofKind(NETWORK_POLICY).length === 0) return;
    for (const { path, name, namespace = object.namespace, port } of routeBackends(object)) {
      const service = world.find(object, '/Service', name, namespace);
      if (service === undefined) continue;
      const selector = fieldsAt(service.manifest, 'spec', 'selector');
      if (Object.keys(selector).length === 0) continue;
      for (const { object: owner, pod } of world.selectedBeside(service, { matchLabels: selector })) {
        const target = targetPort(service, port, pod);
        if (target !== undefined && isCutOff(pod, target, world))
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

function isCutOff(pod: PodTemplate, port: number, world: CheckContext): boolean {
  const policies = policiesOf(pod, world).filter(({ manifest }) => {
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
