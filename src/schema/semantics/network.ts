import type { ValuePath } from '../../base/value-path';
import { fieldsAt, listAt, numberAt, textAt, valueAt } from '../plain-access';
import type { Report, Semantics } from '../schema-finding';
import { TEXT_FORMATS } from '../structure/formats';
import { labelSelectorSemantics } from './label-selector';

/** Ports and type of a service. */
export const serviceSemantics: Semantics = (object, report) => {
  const spec = fieldsAt(object, 'spec');
  const type = textAt(spec, 'type') ?? 'ClusterIP';
  const ports = listAt(spec, 'ports');
  const headless = spec.clusterIP === 'None';
  if (ports.length === 0 && !headless && type !== 'ExternalName')
    report(['spec', 'ports'], 'is missing', 'add the ports that the service listens on');
  if (type === 'ExternalName' && !spec.externalName)
    report(['spec', 'externalName'], 'is missing, and type ExternalName points at it', 'add it');
  if (headless && (type === 'LoadBalancer' || type === 'NodePort'))
    report(['spec', 'clusterIP'], `may not be None beside type ${type}`, 'remove it');
  addresses(spec, report);
  const seen = new Map<string, string>();
  for (const [index, port] of ports.entries()) {
    const path = ['spec', 'ports', index];
    const { name, nodePort, protocol = 'TCP', port: number } = fieldsAt([port], 0);
    if (ports.length > 1 && !name) report([...path, 'name'], 'is missing, and a service of several ports names each', 'add it');
    for (const [key, field] of [
      [`name ${name}`, 'name'],
      [`port ${number} of ${protocol}`, 'port'],
    ] as const) {
      if (field === 'name' && !name) continue;
      if (seen.has(key)) report([...path, field], `repeats ${key}`, 'give it another');
      seen.set(key, key);
    }
    if (nodePort && type === 'ClusterIP')
      report([...path, 'nodePort'], 'may not stand beside type ClusterIP', 'remove it, or write type: NodePort');
  }
  const outside = type === 'LoadBalancer' || type === 'NodePort' || listAt(spec, 'externalIPs').length > 0;
  if (spec.externalTrafficPolicy && !outside) report(['spec', 'externalTrafficPolicy'], `may not stand beside type ${type}`, 'remove it');
  if (spec.sessionAffinityConfig && spec.sessionAffinity !== 'ClientIP')
    report(['spec', 'sessionAffinityConfig'], 'needs sessionAffinity ClientIP', 'remove it');
  for (const field of ['loadBalancerClass', 'allocateLoadBalancerNodePorts']) {
    if (spec[field] !== undefined && type !== 'LoadBalancer') report(['spec', field], `may not stand beside type ${type}`, 'remove it');
  }
};

function addresses(spec: Readonly<Record<string, unknown>>, report: Report): void {
  const isAddress = (text: unknown) => text === 'None' || text === '' || (typeof text === 'string' && TEXT_FORMATS.ip?.test(text) === true);
  if (spec.clusterIP !== undefined && !isAddress(spec.clusterIP))
    report(['spec', 'clusterIP'], `is "${spec.clusterIP}", which is no address`, 'remove it: the server gives one');
  for (const [index, address] of listAt(spec, 'clusterIPs').entries()) {
    if (!isAddress(address))
      report(['spec', 'clusterIPs', index], `is "${address}", which is no address`, 'remove it: the server gives one');
  }
}

/** Paths and backends of an Ingress. */
export const ingressSemantics: Semantics = (object, report) => {
  const spec = fieldsAt(object, 'spec');
  const rules = listAt(spec, 'rules');
  if (rules.length === 0 && spec.defaultBackend === undefined) report(['spec'], 'has neither rules nor a defaultBackend', 'add rules');
  for (const [index, tls] of listAt(spec, 'tls').entries())
    secretName(['spec', 'tls', index, 'secretName'], textAt(tls, 'secretName'), report);
  for (const [index, rule] of rules.entries()) {
    const host = textAt(rule, 'host') ?? '';
    if (TEXT_FORMATS.ip?.test(host)) report(['spec', 'rules', index, 'host'], 'is an address, and must be a DNS name', 'write a name');
    for (const [position, each] of listAt(rule, 'http', 'paths').entries()) {
      const path = ['spec', 'rules', index, 'http', 'paths', position, 'path'];
      ingressPath(path, textAt(each, 'path') ?? '', textAt(each, 'pathType'), report);
    }
  }
};

function secretName(path: ValuePath, name: string | undefined, report: Report): void {
  if (name && !TEXT_FORMATS['dns-subdomain']?.test(name)) report(path, `is "${name}", which is no name of a Secret`, 'write a DNS name');
}

function ingressPath(at: ValuePath, path: string, type: string | undefined, report: Report): void {
  const strict = type === 'Exact' || type === 'Prefix';
  if (strict && !path.startsWith('/')) report(at, `is "${path}", and must begin with "/"`, `write "/${path}"`);
  else if (!strict && path !== '' && !path.startsWith('/')) report(at, `is "${path}", and must begin with "/"`, `write "/${path}"`);
  else if (strict && /\/\/|\/\.(\/|$)|\/\.\.(\/|$)|%2f/i.test(path))
    report(at, `is "${path}", which holds "//", "." or an escaped slash`, 'write a plain path');
}

/** Peers and ports of a NetworkPolicy. */
export const networkPolicySemantics: Semantics = (object, report) => {
  labelSelectorSemantics(['spec', 'podSelector'], valueAt(object, 'spec', 'podSelector'), report);
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [index, rule] of listAt(object, 'spec', direction).entries()) {
      const path = ['spec', direction, index];
      for (const [position, each] of listAt(rule, peers).entries()) peer([...path, peers, position], each, report);
      for (const [position, each] of listAt(rule, 'ports').entries()) portRange([...path, 'ports', position], each, report);
    }
  }
};

function peer(path: ValuePath, each: unknown, report: Report): void {
  const { ipBlock, podSelector, namespaceSelector } = fieldsAt([each], 0);
  if (!ipBlock && !podSelector && !namespaceSelector) report(path, 'names no peer', 'set podSelector, namespaceSelector or ipBlock');
  if (ipBlock && (podSelector || namespaceSelector)) report(path, 'has ipBlock beside a selector', 'make two peers');
  labelSelectorSemantics([...path, 'podSelector'], podSelector, report);
  labelSelectorSemantics([...path, 'namespaceSelector'], namespaceSelector, report);
}

function portRange(path: ValuePath, each: unknown, report: Report): void {
  const end = numberAt(each, 'endPort');
  if (end === undefined) return;
  const port = valueAt(each, 'port');
  if (typeof port !== 'number') report([...path, 'endPort'], 'needs a port that is a number', 'write the first port as a number');
  else if (end < port) report([...path, 'endPort'], `is ${end}, less than port (${port})`, `write ${port} or more`);
}
