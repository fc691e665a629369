import type { NetworkPolicySpec } from '../../imports/kubernetes';
import { checkName, DNS_LABEL } from '../base/names';
import { type NamedRef, nameOf } from '../kube/pod/environment-variables';
import { type ExternalEndpoint, egressRule } from './external-endpoint';

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
  /** Where else pods may go: `[ExternalEndpoint.anywhere(443)]` for buckets and hubs (`TeamNamespace.isolation`). @default - nowhere */
  readonly allowTo?: readonly ExternalEndpoint[];
  /** Namespaces whose pods may come in, on any port: those of gateways and of monitoring. @default - none */
  readonly allowFrom?: readonly (string | NamedRef)[];
}

/** Policies by name. They add up: the first closes everything, each other opens one thing. */
export function isolationPolicies(where: string, isolation: Isolation): Readonly<Record<string, NetworkPolicySpec>> {
  const { allowTo = [], allowFrom = [] } = isolation;
  return {
    'default-deny': { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    ...(isolation.allowDns ? { 'allow-dns': dnsPolicy() } : {}),
    ...(isolation.allowSameNamespace ? { 'allow-same-namespace': sameNamespacePolicy() } : {}),
    // A policy whose list of rules is empty opens nothing, so there is none.
    ...(allowTo.length === 0
      ? {}
      : { 'allow-to': { podSelector: {}, policyTypes: ['Egress'], egress: allowTo.map((to) => egressRule(where, to)) } }),
    ...(allowFrom.length === 0 ? {} : { 'allow-from': fromPolicy(where, allowFrom) }),
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

function fromPolicy(where: string, namespaces: readonly (string | NamedRef)[]): NetworkPolicySpec {
  const from = namespaces.map((namespace) => {
    const name = checkName('TeamNamespace.isolation', where, nameOf(namespace), DNS_LABEL);
    return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
  });
  return { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from }] };
}
