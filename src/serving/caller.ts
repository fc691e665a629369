import type { NetworkPolicyPeer } from '../../imports/kubernetes';
import { checkedFactories } from '../base/validate-props';

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
