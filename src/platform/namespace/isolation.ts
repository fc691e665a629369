import { isIP } from 'node:net';
import type { NetworkPolicyEgressRule, NetworkPolicySpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL } from '../../base/names';
import { checkedFactories } from '../../base/validate-props';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

/**
 * Exceptions from a network that is closed in both directions.
 *
 * `allowDns` and `allowSameNamespace` are required, because no default is safe for everybody: pods without DNS cannot resolve names, and pods
 * of one namespace may or may not trust each other.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface Isolation {
  /** Allows DNS queries to the cluster's DNS: pods with the label `k8s-app: kube-dns` in `kube-system`, port 53. */
  readonly allowDns: boolean;
  /** Allows traffic between pods of the namespace. */
  readonly allowSameNamespace: boolean;
  /** Other destinations: `[ExternalEndpoint.anywhere(443)]` for buckets and model hubs (`TeamNamespace.isolation`). @default - none */
  readonly allowTo?: readonly ExternalEndpoint[];
  /** Namespaces whose pods can connect, on any port: `['gateways', 'monitoring']`. @default - none */
  readonly allowFrom?: readonly (string | NamedRef)[];
}

/** NetworkPolicies by name. Policies add up: the first closes everything, each other opens one thing. */
export function resolveIsolation(where: string, isolation: Isolation): Readonly<Record<string, NetworkPolicySpec>> {
  const { allowTo = [], allowFrom = [] } = isolation;
  return {
    'default-deny': { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    ...(isolation.allowDns ? { 'allow-dns': dnsPolicy() } : {}),
    ...(isolation.allowSameNamespace ? { 'allow-same-namespace': sameNamespacePolicy() } : {}),
    // A policy without rules opens nothing.
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

/** Addresses outside the namespace and their TCP ports. Made by {@link ExternalEndpoint}. */
export interface ExternalEndpoint {
  /** Address blocks: `['10.1.0.0/16']`. @example ['10.1.0.0/16'] */
  readonly cidrs: readonly string[];
  readonly ports: readonly number[];
}

/** Destinations of pods outside the namespace. */
export const ExternalEndpoint = checkedFactories('ExternalEndpoint', {
  /**
   * Any address except the node's metadata server, which hands out the node's credentials: `ExternalEndpoint.anywhere(443)` for buckets and
   * model hubs.
   *
   * Pods that call the Kubernetes API, such as tasks of Argo Workflows, also need its port, usually 6443.
   */
  anywhere(...ports: readonly number[]): ExternalEndpoint {
    return { cidrs: ['0.0.0.0/0', '::/0'], ports };
  },
  /** One address block: `ExternalEndpoint.cidr('10.1.0.0/16', 5432)`. */
  cidr(cidr: string, ...ports: readonly number[]): ExternalEndpoint {
    return { cidrs: [cidr], ports };
  },
} as const);

/** The metadata servers of AWS, Google Cloud and Azure, and of AWS over IPv6. */
const METADATA: Readonly<Record<string, string>> = { '0.0.0.0/0': '169.254.169.254/32', '::/0': 'fd00:ec2::254/128' };

/** The rule of a NetworkPolicy. A rule without ports is refused, because it would open all ports. */
export function egressRule(where: string, { cidrs, ports }: ExternalEndpoint): NetworkPolicyEgressRule {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('TeamNamespace.isolation', { where, what, fix });
  };
  if (ports.length === 0) refuse(`no port for ${cidrs.join(' and ')}`, 'add one: ExternalEndpoint.anywhere(443)');
  for (const port of ports) if (!Number.isInteger(port) || port < 1 || port > 65535) refuse(`invalid port ${port}`, 'use 1 to 65535');
  for (const cidr of cidrs) if (!isCidr(cidr)) refuse(`invalid address block ${JSON.stringify(cidr)}`, "use, for example, '10.1.0.0/16'");
  const to = cidrs.map((cidr) => {
    const except = METADATA[cidr];
    return { ipBlock: { cidr, ...(except === undefined ? {} : { except: [except] }) } };
  });
  return { to, ports: ports.map((port) => ({ protocol: 'TCP', port })) };
}

function isCidr(cidr: string): boolean {
  const [address = '', length = '', ...more] = cidr.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^(0|[1-9][0-9]*)$/.test(length) && Number(length) <= bits;
}
