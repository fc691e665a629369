import type { NetworkPolicySpec } from '../../imports/kubernetes';

/**
 * Exceptions from a network that is closed in both directions.
 *
 * Both are asked for, because neither answer is safe for all: pods without DNS reach nothing by name, and pods of one namespace may or may
 * not trust one another.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface Isolation {
  /** Lets pods ask the cluster's DNS: the pods with the label `k8s-app: kube-dns` in `kube-system`, port 53. */
  readonly allowDns: boolean;
  /** Lets pods of the namespace reach one another. */
  readonly allowSameNamespace: boolean;
}

/** Policies by name. They add up: the first closes everything, each other opens one thing. */
export function isolationPolicies(isolation: Isolation): Readonly<Record<string, NetworkPolicySpec>> {
  return {
    'default-deny': { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    ...(isolation.allowDns ? { 'allow-dns': dnsPolicy() } : {}),
    ...(isolation.allowSameNamespace ? { 'allow-same-namespace': sameNamespacePolicy() } : {}),
  };
}

function dnsPolicy(): NetworkPolicySpec {
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } };
  const podSelector = { matchLabels: { 'k8s-app': 'kube-dns' } };
  const ports = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));
  return { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector, podSelector }], ports }] };
}

function sameNamespacePolicy(): NetworkPolicySpec {
  const peers = [{ podSelector: {} }];
  return { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: peers }], egress: [{ to: peers }] };
}
