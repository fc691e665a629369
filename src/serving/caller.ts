import type { NetworkPolicy, NetworkPolicyPeer } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkedFactories } from '../base/validate-props';
import { assertValidManifest } from '../kube/assert-valid-manifest';
import type { ServerPort } from '../kube/server/resolve-server';

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

/** The policy that admits callers to a server's ports, and nobody else. */
interface CallerPolicy {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly ports: readonly Pick<ServerPort, 'name'>[];
  /** Pods of one replica. @default 1 */
  readonly nodes?: number;
}

/**
 * The NetworkPolicy of a server with callers, checked under `code`. An empty list admits nobody; the kubelet's probes always pass.
 *
 * Callers that no factory made are refused: a peer without selectors would admit everybody.
 */
export function networkPolicy(
  code: string,
  where: string,
  callers: readonly Caller[],
  { name, labels, selector, ports, nodes = 1 }: CallerPolicy,
): NetworkPolicy {
  const broken = callers.find(({ peer }) => peer?.podSelector === undefined && peer?.namespaceSelector === undefined);
  if (broken !== undefined) {
    const fix = "use Caller.namespace('gateway'), Caller.pods({ app: 'web' }) or Caller.workload(service)";
    throw new ConfigError(`${code}.callers`, { where, what: `invalid caller ${JSON.stringify(broken)}`, fix });
  }
  const from = callers.map(({ peer }) => peer);
  // The pods of a group talk to each other on ports that they choose as they start.
  const group = nodes === 1 ? [] : [{ from: [{ podSelector: { matchLabels: selector } }] }];
  // A rule without peers would admit everybody, hence no rule at all.
  const rules = from.length === 0 ? [] : [{ from, ports: ports.map(({ name: port }) => ({ port, protocol: 'TCP' })) }];
  const policy: NetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, labels },
    spec: {
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress'],
      ...(rules.length + group.length === 0 ? {} : { ingress: [...rules, ...group] }),
    },
  };
  assertValidManifest(`${code}.callers`, where, policy);
  return policy;
}
