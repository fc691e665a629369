import type { PodDisruptionBudget, Service } from '../../../imports/kubernetes';
import type { TimeBudget } from '../delivery/time-budget';
import type { ResolvedServer } from './resolve-server';

/** The Service of a server. Its ports refer to the container's by name, so that a new container port can roll out alone. */
export function serviceManifest(
  { name, labels, selector, ports }: Pick<ResolvedServer, 'name' | 'labels' | 'selector' | 'ports'>,
  fields: Service['spec'],
): Service {
  const entries = ports.map((entry) => ({
    name: entry.name,
    port: entry.servicePort ?? entry.port,
    protocol: 'TCP',
    targetPort: entry.name,
    ...(entry.appProtocol === undefined ? {} : { appProtocol: entry.appProtocol }),
  }));
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec: { ...fields, selector, ports: entries } };
}

/**
 * The disruption budget of a server, from two replicas on: one pod at a time may be evicted. Pods that are not ready can always be, so that
 * a broken server never blocks a node drain.
 *
 * With one replica a budget either allows its loss, and is useless, or blocks every node drain (kubernetes#48307).
 */
export function disruptionBudget({
  name,
  labels,
  selector,
  replicas,
}: Pick<ResolvedServer, 'name' | 'labels' | 'selector' | 'replicas'>): PodDisruptionBudget | undefined {
  if (replicas.min < 2) return undefined;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  };
}

/** The time budget of pods that are replaced one after the other. */
export function oneByOne({ replicas, deadline }: Pick<ResolvedServer, 'replicas' | 'deadline'>): TimeBudget {
  return { seconds: replicas.min * deadline.seconds, reason: `${replicas.min} pods × ${deadline.seconds} s` };
}
