import { fieldsAt, listAt, textAt, valueAt } from '../../schema/plain-access';
import { podContainers } from '../../schema/pod-template';
import type { Rule } from '../rule';

/** A Service that points at a port by a name that no container has. */
export const servicePort: Rule = {
  code: 'reference.service-port',
  severity: 'error',
  title: 'a Service whose targetPort is a name that its pods do not have',
  reason: 'the Service has no endpoints for that port: requests to it fail',
  fix: 'write the name of a port of the container',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  kinds: ['/Service'],
  *check(object, world) {
    const selector = fieldsAt(object.manifest, 'spec', 'selector');
    if (Object.keys(selector).length === 0) return;
    for (const { object: owner, pod } of world.selectedBeside(object, { matchLabels: selector })) {
      const names = new Set(podContainers(pod).flatMap(({ container }) => listAt(container, 'ports').map((port) => textAt(port, 'name'))));
      for (const [index, port] of listAt(object.manifest, 'spec', 'ports').entries()) {
        const target = valueAt(port, 'targetPort');
        if (typeof target !== 'string' || names.has(target)) continue;
        const known = [...names].filter((name) => name !== undefined).join(', ') || 'none';
        yield {
          path: ['spec', 'ports', index, 'targetPort'],
          what: `is "${target}", and the pods of ${owner.name} name these ports: ${known}`,
        };
      }
    }
  },
};
