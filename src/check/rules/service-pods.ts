import { fieldsAt } from '../../schema/plain-access';
import type { Rule } from '../rule';

/** A Service that finds nobody. */
export const servicePods: Rule = {
  code: 'reference.service-pods',
  severity: 'warning',
  title: 'a Service that selects none of the pods beside it',
  reason: 'requests to it fail with "connection refused", and no object has an error',
  fix: 'give the selector the labels of the pods',
  acceptWhere: 'an operator makes the pods',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes',
  kinds: ['/Service'],
  *check(object, world) {
    const selector = fieldsAt(object.manifest, 'spec', 'selector');
    const workloads = world.workloadsBeside(object);
    if (Object.keys(selector).length === 0 || workloads.length === 0) return;
    if (world.selectedBeside(object, { matchLabels: selector }).length > 0) return;
    const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
    yield { path: ['spec', 'selector'], what: `(${labels.join(', ')}) fits none of the ${workloads.length} workloads of the namespace` };
  },
};
