import { listAt } from '../../schema/plain-access';
import { podContainers } from '../../schema/pod-template';
import type { Rule } from '../rule';
import { servicesOf } from '../selectors';
import { podOf } from './each-container';

/** A pod that gets requests before it can answer. */
export const podReadiness: Rule = {
  code: 'pod.readiness',
  severity: 'warning',
  title: 'pods behind a Service without a readiness probe',
  reason: 'requests reach the pod as soon as its process starts: every roll-out answers some of them with errors',
  fix: 'add a readinessProbe to the container that serves',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  kinds: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet'],
  *check(object, world) {
    const pod = podOf(object);
    if (pod === undefined || podContainers(pod).some(({ container }) => container.readinessProbe !== undefined)) return;
    if (listAt(pod.spec, 'readinessGates').length > 0) return;
    const [service] = servicesOf(pod, world);
    if (service !== undefined)
      yield { path: [...pod.path, 'containers'], what: `have no readiness probe, and Service ${service.name} sends them requests` };
  },
};
