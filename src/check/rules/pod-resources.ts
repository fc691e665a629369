import { fieldsAt } from '../../schema/plain-access';
import type { Rule } from '../rule';
import { eachContainer, POD_KINDS } from './each-container';

/** A container that says nothing of what it needs. */
export const podResources: Rule = {
  code: 'pod.resources',
  severity: 'warning',
  title: 'a container without requests of CPU and memory, or without a limit of memory',
  reason: 'the scheduler takes it for nothing, and it is the first to be killed when the node runs out of memory',
  fix: 'set resources.requests.cpu, resources.requests.memory and resources.limits.memory',
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  kinds: POD_KINDS,
  *check(object) {
    for (const { path, container } of eachContainer(object)) {
      const [requests, limits] = [fieldsAt(container, 'resources', 'requests'), fieldsAt(container, 'resources', 'limits')];
      // A limit alone is taken for the request too.
      const missing = [
        ...['cpu', 'memory'].filter((name) => requests[name] === undefined && limits[name] === undefined).map((name) => `requests.${name}`),
        ...(limits.memory === undefined ? ['limits.memory'] : []),
      ];
      if (missing.length > 0) yield { path: [...path, 'resources'], what: `has no ${missing.join(', no ')}` };
    }
  },
};
