import { listAt, textAt, valueAt } from '../../schema/plain-access';
import type { Rule } from '../rule';

/** A route that asks for a listener that its Gateway does not have. */
export const referenceGateway: Rule = {
  code: 'reference.listener',
  severity: 'error',
  title: 'a route to a listener that the Gateway does not have',
  reason: 'the Gateway does not accept the route, and no request reaches it',
  fix: 'write the name or port of a listener of the Gateway',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#parentreference',
  kinds: ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'],
  *check(object, world) {
    for (const [index, parent] of listAt(object.manifest, 'spec', 'parentRefs').entries()) {
      const [name, section, port] = [textAt(parent, 'name') ?? '', textAt(parent, 'sectionName'), valueAt(parent, 'port')];
      const gateway = world.find(object, 'gateway.networking.k8s.io/Gateway', name, textAt(parent, 'namespace') ?? object.namespace);
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
