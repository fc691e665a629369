import { fieldsAt, textAt } from '../../schema/plain-access';
import { eachContainer, POD_KINDS } from '../index/pods';
import { cel } from '../policy/cel';
import { shippedPodPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../rule';

const DIGEST = /@sha256:[0-9a-f]{64}$/;

/** An image that may be another one tomorrow. */
export const podImage: EnforceableRule = {
  code: 'pod.image',
  severity: 'warning',
  title: 'an image without a digest',
  reason: 'a tag can be moved: two pods of one Deployment may then run different programs, and a rollback may bring back nothing',
  fix: 'pin it: <image>:<tag>@sha256:<digest>',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  kinds: POD_KINDS,
  *check(object) {
    for (const { path, container } of eachContainer(object)) {
      const image = textAt(container, 'image');
      if (image === undefined || DIGEST.test(image)) continue;
      const tag = /:([\w.-]+)$/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1];
      const what = tag === undefined ? 'has no tag, which means latest' : tag === 'latest' ? 'is whatever is latest' : 'has no digest';
      yield { path: [...path, 'image'], what: `(${image}) ${what}` };
    }
  },
  policy: shippedPodPolicy({
    findings: cel`
      variables.containers
        .filter(c, !c.image.matches('@sha256:[0-9a-f]{64}$'))
        .map(c, 'container ' + c.name + ': image ' + c.image + ' has no digest')`,
  }),
};

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
  policy: shippedPodPolicy({
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
