import { fieldsAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import { podPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../policy/rule-policy';
import { eachContainer, POD_KINDS } from './each-container';

/** A container that says nothing of what it needs. */
export const podResources: EnforceableRule = {
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
  policy: podPolicy({
    findings: cel`
      variables.containers
        .map(c, 'container ' + c.name + ' has no ' + (
          (c.?resources.?requests.?cpu.hasValue() || c.?resources.?limits.?cpu.hasValue() ? [] : ['requests.cpu'])
          + (c.?resources.?requests.?memory.hasValue() || c.?resources.?limits.?memory.hasValue() ? [] : ['requests.memory'])
          + (c.?resources.?limits.?memory.hasValue() ? [] : ['limits.memory'])
        ).join(', no '))
        .filter(text, !text.endsWith(' has no '))`,
  }),
};
