import { isIP } from 'node:net';
import type { NetworkPolicyEgressRule } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkedFactories } from '../base/validate-props';

/** Addresses outside of the namespace, and the TCP ports that pods may reach there. Made by {@link ExternalEndpoint}. */
export interface ExternalEndpoint {
  /** Blocks of addresses: `10.1.0.0/16`. */
  readonly cidrs: readonly string[];
  readonly ports: readonly number[];
}

/** Where pods may go. */
export const ExternalEndpoint = checkedFactories('ExternalEndpoint', {
  /**
   * Any address but the metadata server of the node, which gives out the node's own credentials: `ExternalEndpoint.anywhere(443)` for buckets and hubs.
   *
   * Tasks of Argo Workflows, and whatever else talks to the Kubernetes API, also need its port: mostly 6443.
   */
  anywhere(...ports: readonly number[]): ExternalEndpoint {
    return { cidrs: ['0.0.0.0/0', '::/0'], ports };
  },
  /** One block of addresses: `ExternalEndpoint.cidr('10.1.0.0/16', 5432)`. */
  cidr(cidr: string, ...ports: readonly number[]): ExternalEndpoint {
    return { cidrs: [cidr], ports };
  },
} as const);

/** The metadata servers of AWS, Google Cloud and Azure; the second that of AWS by IPv6. */
const METADATA: Readonly<Record<string, string>> = { '0.0.0.0/0': '169.254.169.254/32', '::/0': 'fd00:ec2::254/128' };

/** The rule of a NetworkPolicy; refuses what the API server would refuse, and a rule without ports, which would open all. */
export function egressRule(where: string, { cidrs, ports }: ExternalEndpoint): NetworkPolicyEgressRule {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('TeamNamespace.isolation', { where, what, fix });
  };
  if (ports.length === 0) refuse(`no port of ${cidrs.join(' and ')} is named`, 'name them: ExternalEndpoint.anywhere(443)');
  for (const port of ports) if (!Number.isInteger(port) || port < 1 || port > 65535) refuse(`${port} is no port`, 'use 1 to 65535');
  for (const cidr of cidrs) if (!isCidr(cidr)) refuse(`${JSON.stringify(cidr)} is no block of addresses`, "use for example '10.1.0.0/16'");
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
