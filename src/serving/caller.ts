import type { NetworkPolicy, NetworkPolicyPeer } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkedFactories } from '../base/validate-props';
import type { EnginePort } from './runtime/runtime-engine';

/** Pods that may call a service. Made by {@link Caller}. */
export interface Caller {
  /** As a NetworkPolicy writes it. */
  readonly peer: NetworkPolicyPeer;
}

/** Who may call a service. */
export const Caller = checkedFactories('Caller', {
  /** Pods of the service's own namespace with these labels. */
  pods(labels: Readonly<Record<string, string>>): Caller {
    return { peer: { podSelector: { matchLabels: labels } } };
  },
  /** Every pod of a namespace, or those with these labels: a gateway, a monitoring system. */
  namespace(name: string, podLabels?: Readonly<Record<string, string>>): Caller {
    const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': name } };
    return { peer: { namespaceSelector, ...(podLabels === undefined ? {} : { podSelector: { matchLabels: podLabels } }) } };
  },
  /**
   * The pods of a Gateway, where its controller runs them in the Gateway's namespace and labels them as Gateway API asks for (Istio does).
   *
   * Other controllers run them elsewhere: `Caller.namespace('envoy-gateway-system')`.
   *
   * @see https://gateway-api.sigs.k8s.io/geps/gep-1762/#resource-attachment
   */
  gateway(gateway: { readonly name: string; readonly namespace: string }): Caller {
    return Caller.namespace(gateway.namespace, { 'gateway.networking.k8s.io/gateway-name': gateway.name });
  },
  /** The pods of another workload of this library, in whatever namespace it is. */
  workload(workload: { readonly namespace: string; readonly selector: Readonly<Record<string, string>> }): Caller {
    return Caller.namespace(workload.namespace, workload.selector);
  },
} as const);

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
