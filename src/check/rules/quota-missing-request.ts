import { fieldsAt } from '../../schema/plain-access';
import { grantedContainers } from '../pod-resources';
import { quotaLimits } from '../quota-limits';
import type { Rule } from '../rule';
import { POD_KINDS, podOf } from './each-container';

/** Where the server asks each container for what a quota counts. */
const REQUIRED: Readonly<Record<string, readonly [field: 'requests' | 'limits', resource: string]>> = {
  cpu: ['requests', 'cpu'],
  memory: ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
};

/** A container that does not say what its namespace counts. */
export const quotaMissingRequest: Rule = {
  code: 'quota.missing-request',
  severity: 'error',
  title: 'a container without a request or limit that a ResourceQuota of its namespace counts',
  reason: 'the pods are refused: the quota cannot count them. Nothing runs, and only an event says why',
  fix: 'set it, or give the namespace a LimitRange with a default',
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/#compute-resource-quota',
  kinds: POD_KINDS,
  *check(object, world) {
    const pod = podOf(object);
    const quotas = world.beside(object, '/ResourceQuota');
    // Resources of the pod as a whole are enough.
    if (pod === undefined || quotas.length === 0 || Object.keys(fieldsAt(pod.spec, 'resources')).length > 0) return;
    const containers = grantedContainers(object, pod, world);
    for (const quota of quotas) {
      const required = quotaLimits(quota).flatMap(({ name }) => (REQUIRED[name] === undefined ? [] : [REQUIRED[name]]));
      for (const { path, ...granted } of containers) {
        const missing = required
          .filter(([field, resource]) => !granted[field].has(resource))
          .map(([field, resource]) => `${field}.${resource}`);
        if (missing.length > 0)
          yield { path: [...path, 'resources'], what: `has no ${missing.join(', no ')}, and ResourceQuota ${quota.name} counts it` };
      }
    }
  },
};
