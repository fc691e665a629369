import { listAt, textAt, valueAt } from '../../schema/plain-access';
import type { Rule } from '../rule';
import { ROUTE_KINDS, routeBackends } from './route-backends';

/** A route to a Service, or to a port of one, that is not there. */
export const referenceBackend: Rule = {
  code: 'reference.backend',
  severity: 'error',
  title: 'a route to a Service that is not there, or to a port that it does not have',
  reason: 'requests are answered with 503, or by the default backend',
  fix: 'fix the name or the port',
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/',
  kinds: ROUTE_KINDS,
  *check(object, world) {
    for (const { path, name, namespace = object.namespace, port } of routeBackends(object)) {
      const service = world.find(object, '/Service', name, namespace);
      if (service === undefined) {
        // Of a namespace without any Service in Git nothing is known.
        if (world.ofKind('/Service').some((other) => other.namespace === namespace && other.cluster === object.cluster)) {
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
