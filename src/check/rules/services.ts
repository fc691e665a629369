import { fieldsAt, listAt, textAt, valueAt } from '../../schema/plain-access';
import { podContainers } from '../../schema/pod-template';
import { isEmptySelector } from '../../schema/semantics/label-selector';
import { eachContainer, POD_KINDS, podOf } from '../index/pods';
import { servicesOf } from '../index/selectors';
import { cel } from '../policy/cel';
import { shippedPodPolicy } from '../policy/pod-policy';
import type { EnforceableRule, Rule } from '../rule';

/** A Service that finds nobody. */
export const servicePods: Rule = {
  code: 'reference.service-pods',
  severity: 'warning',
  title: 'a Service that selects none of the pods beside it',
  reason: 'requests to it fail with "connection refused", and no object has an error',
  fix: 'give the selector the labels of the pods',
  legitimate: 'an operator makes the pods',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes',
  kinds: ['/Service'],
  *check(object, context) {
    const selector = fieldsAt(object.manifest, 'spec', 'selector');
    const workloads = context.workloadsBeside(object);
    if (Object.keys(selector).length === 0 || workloads.length === 0) return;
    if (context.selectedBeside(object, { matchLabels: selector }).length > 0) return;
    const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
    yield { path: ['spec', 'selector'], what: `(${labels.join(', ')}) fits none of the ${workloads.length} workloads of the namespace` };
  },
};

/** A Service that points at a port by a name that no container has. */
export const servicePort: Rule = {
  code: 'reference.service-port',
  severity: 'error',
  title: 'a Service whose targetPort is a name that its pods do not have',
  reason: 'the Service has no endpoints for that port: requests to it fail',
  fix: 'write the name of a port of the container',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  kinds: ['/Service'],
  *check(object, context) {
    const selector = fieldsAt(object.manifest, 'spec', 'selector');
    if (Object.keys(selector).length === 0) return;
    for (const { object: owner, pod } of context.selectedBeside(object, { matchLabels: selector })) {
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

/** A workload that takes another's pods for its own. */
export const selectorShared: Rule = {
  code: 'selector.shared',
  severity: 'error',
  title: 'a selector that fits the pods of another workload too',
  reason: 'each controller counts the pods of the other: they delete and make pods against one another',
  fix: 'give each workload a label of its own, in selector and template',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  kinds: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet'],
  *check(object, context) {
    const selector = fieldsAt(object.manifest, 'spec', 'selector');
    if (isEmptySelector(selector)) return;
    for (const { object: other } of context.selectedBeside(object, selector)) {
      if (other === object || (other.name === object.name && other.groupKind === object.groupKind) || !other.groupKind.startsWith('apps/'))
        continue;
      yield { path: ['spec', 'selector'], what: `fits the pods of ${other.groupKind.slice(5)} ${other.name} too` };
    }
  },
};

/** A pod that gets requests before it can answer. */
export const podReadiness: Rule = {
  code: 'pod.readiness',
  severity: 'warning',
  title: 'pods behind a Service without a readiness probe',
  reason: 'requests reach the pod as soon as its process starts: every roll-out answers some of them with errors',
  fix: 'add a readinessProbe to the container that serves',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  kinds: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet'],
  *check(object, context) {
    const pod = podOf(object);
    if (pod === undefined || podContainers(pod).some(({ container }) => container.readinessProbe !== undefined)) return;
    if (listAt(pod.spec, 'readinessGates').length > 0) return;
    const [service] = servicesOf(pod, context);
    if (service !== undefined)
      yield { path: [...pod.path, 'containers'], what: `have no readiness probe, and Service ${service.name} sends them requests` };
  },
};

/** Where a container may name a port of its own. */
const CALLS: readonly (readonly [...string[]])[] = [
  ['livenessProbe', 'httpGet'],
  ['livenessProbe', 'tcpSocket'],
  ['readinessProbe', 'httpGet'],
  ['readinessProbe', 'tcpSocket'],
  ['startupProbe', 'httpGet'],
  ['startupProbe', 'tcpSocket'],
  ['lifecycle', 'postStart', 'httpGet'],
  ['lifecycle', 'preStop', 'httpGet'],
];

/** A probe that knocks at no door. */
export const probePort: EnforceableRule = {
  code: 'reference.probe-port',
  severity: 'error',
  title: 'a probe or hook of a port by a name that the container does not have',
  reason: 'the kubelet cannot call it: the container is never ready, or is started again and again',
  fix: 'write the name of a port of the container, or its number',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  kinds: POD_KINDS,
  *check(object) {
    for (const { path, container } of eachContainer(object)) {
      const names = listAt(container, 'ports').flatMap((port) => textAt(port, 'name') ?? []);
      for (const call of CALLS) {
        const port = valueAt(container, ...call, 'port');
        // The kubelet reads digits in quotes as a number.
        if (typeof port !== 'string' || /^\d+$/.test(port) || names.includes(port)) continue;
        yield {
          path: [...path, ...call, 'port'],
          what: `is "${port}", and the container names these ports: ${names.join(', ') || 'none'}`,
        };
      }
    }
  },
  policy: shippedPodPolicy({
    findings: cel`
      variables.containers
        .map(c, 'container ' + c.name + ' has no port '
          + [${CALLS.map((call) => `c.?${call.join('.?')}.?port`).join(', ')}]
            .filter(port, port.hasValue()).map(port, string(port.value()))
            .filter(port, !port.matches('^[0-9]+$') && !c.?ports.orValue([]).exists(each, each.?name.orValue('') == port))
            .join(', '))
        .filter(text, !text.endsWith(' has no port '))`,
  }),
};
