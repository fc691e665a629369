import type { IngressRule } from '../../imports/kubernetes';
import { COLOURS } from './colours';
import type { CheckedIngressOptions } from './ingress-options';
import type { RouteObject } from './router';
import type { Backend, RoutingSpec } from './routing-spec';

/** One Ingress of a route. */
export interface RouteIngress {
  readonly id: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly hosts: readonly (readonly [host: string, backend: Backend])[];
}

/** An Ingress that sends each host's requests below the route's path to a Service. */
export function ingressObject(
  spec: RoutingSpec,
  { ingressClassName, secretName }: CheckedIngressOptions,
  ingress: RouteIngress,
): RouteObject {
  const { id, name, annotations, hosts } = ingress;
  const noted = Object.keys(annotations).length === 0 ? {} : { annotations };
  const tls = secretName === undefined ? {} : { tls: [{ hosts: hosts.map(([host]) => host), secretName }] };
  const rules = hosts.map(([host, backend]) => ingressRule(spec.path, host, backend));
  return {
    id,
    manifest: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, labels: spec.labels, ...noted },
      spec: { ingressClassName, ...tls, rules },
    },
  };
}

/** The Ingress of `Preview.host`: one name for each colour, so that a switch leaves it alone. */
export function previewIngress(
  spec: RoutingSpec,
  options: CheckedIngressOptions,
  annotations: RouteIngress['annotations'],
): readonly RouteObject[] {
  const { preview, backends } = spec;
  if (preview.kind !== 'host') return [];
  const hosts = COLOURS.map((colour) => [preview.hostnames[colour], backends[colour]] as const);
  return [ingressObject(spec, options, { id: 'Preview', name: `${spec.name}-preview`, annotations, hosts })];
}

function ingressRule(path: string, host: string, { name, port }: Backend): IngressRule {
  return { host, http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name, port: { number: port } } } }] } };
}
