import type { NetworkPolicy } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import type { Caller } from './caller';
import type { EnginePort } from './engine';

/** Admits the callers to the server's ports and nobody else. An empty list admits nobody; the kubelet's probes always pass. */
export function networkPolicy(
  name: string,
  labels: Record<string, string>,
  selector: Record<string, string>,
  ports: readonly EnginePort[],
  callers: readonly Caller[],
  nodes = 1,
): NetworkPolicy {
  const from = callers.map((caller) => caller.peer);
  // The pods of a group talk to each other on ports that they choose as they start.
  const group = nodes === 1 ? [] : [{ from: [{ podSelector: { matchLabels: selector } }] }];
  // A rule without peers would admit everybody, hence no rule at all.
  const rules = from.length === 0 ? [] : [{ from, ports: ports.map(({ name: port }) => ({ port, protocol: 'TCP' })) }];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, labels },
    spec: {
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress'],
      ...(rules.length + group.length === 0 ? {} : { ingress: [...rules, ...group] }),
    },
  };
}

/** Refuses callers that were not made by the factory: a peer without selectors would admit everybody. */
export function refuseBrokenCallers(where: string, callers: readonly Caller[] = []): void {
  for (const caller of callers) {
    if (caller?.peer?.podSelector !== undefined || caller?.peer?.namespaceSelector !== undefined) continue;
    const fix = "use Caller.namespace('gateway'), Caller.pods({ app: 'web' }) or Caller.workload(service)";
    throw new ConfigError('MLService.callers', { where, what: `${JSON.stringify(caller)} is no caller`, fix });
  }
}
