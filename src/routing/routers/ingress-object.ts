import type { IngressRule } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { COLORS } from '../route/colors';
import type { Backend, ResolvedRoute } from '../route/resolved-route';
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

/** Options of a controller that reads Ingresses. */
export interface IngressOptions {
  /** The IngressClass of the controller: its name, or the object. Written as `spec.ingressClassName`, never as an annotation. */
  readonly ingressClass: string | NamedRef;
  /**
   * The Secret with the certificate of the route's host names, in the route's namespace.
   *
   * @default - none
   */
  readonly tls?: { readonly secretName: string };
}

/** Those options as an Ingress has them. */
export interface ResolvedIngressOptions {
  readonly ingressClassName: string;
  readonly secretName?: string;
}

/** Reads them from typed or plain code. Refused: no class, no Secret name, names that no object can have (`BlueGreenRoute.via`). */
export function resolveIngressOptions(where: string, options: IngressOptions): ResolvedIngressOptions {
  const given = options?.ingressClass as IngressOptions['ingressClass'] | undefined | null;
  const ingressClassName = checkedName(where, 'ingressClass', given === undefined || given === null ? undefined : nameOf(given));
  if (options.tls === undefined) return { ingressClassName };
  return { ingressClassName, secretName: checkedName(where, 'tls.secretName', options.tls?.secretName) };
}

function checkedName(where: string, option: string, name: unknown): string {
  if (typeof name === 'string') return checkName('BlueGreenRoute.via', where, name, DNS_SUBDOMAIN);
  const fix = `write ${where}({ ingressClass: 'haproxy', tls: { secretName: 'models-tls' } })`;
  throw new ConfigError('BlueGreenRoute.via', { where, what: `${option} is ${JSON.stringify(name)}`, fix });
}

/** Refuses annotations that duplicate or override a prop (`BlueGreenRoute.annotations`). */
export function assertNoOwnedAnnotations(where: string, annotations: Readonly<Record<string, string>>, owned: RegExp): void {
  const key = Object.keys(annotations).find((name) => name === 'kubernetes.io/ingress.class' || owned.test(name));
  if (key === undefined) return;
  const what = `annotation ${key} would override a prop of this route`;
  throw new ConfigError('BlueGreenRoute.annotations', {
    where,
    what,
    fix: 'use the props: via, hostname, traffic, preview, sticky, timeouts',
  });
}
