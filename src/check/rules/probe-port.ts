import { listAt, textAt, valueAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import { podPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../policy/rule-policy';
import { eachContainer, POD_KINDS } from './each-container';

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
  policy: podPolicy({
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
