import type { IngressRule } from '../../../imports/kubernetes';
import { COLORS } from '../route/colors';
import type { Backend, ResolvedRoute } from '../route/resolved-route';
import type { ResolvedIngressOptions } from './ingress-options';
import type { RouteObject } from './router';

/** One Ingress of a route. */
export interface RouteIngress {
  readonly id: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly hosts: readonly IngressHostPath[];
}

/** Where requests come in, and the Service that gets them. */
export interface IngressHostPath {
  readonly host: string;
  readonly path: string;
  /** @default 'Prefix' */
  readonly pathType?: 'Exact' | 'Prefix';
  readonly backend: Backend;
}

/** An Ingress. Paths of one host stand in one rule. */
export function ingressObject(
  spec: ResolvedRoute,
  { ingressClassName, secretName }: ResolvedIngressOptions,
  ingress: RouteIngress,
): RouteObject {
  const { id, name, annotations, hosts } = ingress;
  const noted = Object.keys(annotations).length === 0 ? {} : { annotations };
  const tls = secretName === undefined ? {} : { tls: [{ hosts: [...new Set(hosts.map(({ host }) => host))], secretName }] };
  const rules = [...new Set(hosts.map(({ host }) => host))].map((host) => ingressRule(host, hosts));
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

/** The Ingress of `Preview.host`: one name for each color, so that a switch leaves it alone. */
export function previewIngress(
  spec: ResolvedRoute,
  options: ResolvedIngressOptions,
  annotations: RouteIngress['annotations'],
): readonly RouteObject[] {
  const { preview, backends } = spec;
  if (preview.kind !== 'host') return [];
  const hosts = COLORS.map((color) => ({ host: preview.hostnames[color], path: spec.path, backend: backends[color] }));
  return [ingressObject(spec, options, { id: 'Preview', name: `${spec.name}-preview`, annotations, hosts })];
}

function ingressRule(host: string, hosts: readonly IngressHostPath[]): IngressRule {
  const own = hosts.filter((one) => one.host === host);
  const paths = own.map(({ path, pathType = 'Prefix', backend: { name, port } }) => ({
    path,
    pathType,
    backend: { service: { name, port: { number: port } } },
  }));
  return { host, http: { paths } };
}
