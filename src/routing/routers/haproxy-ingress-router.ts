import type { IngressSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { haproxyIngressShares } from '../interpreters/haproxy-ingress-interpreter';
import { COLORS } from '../route/colors';
import type { ResolvedRoute } from '../route/resolved-route';
import { type ColoredPods, podsService, refuseSameService, resolveColoredPods } from './colored-pods';
import {
  assertNoOwnedAnnotations,
  type IngressOptions,
  ingressObject,
  previewIngress,
  type ResolvedIngressOptions,
  resolveIngressOptions,
} from './ingress-object';
import type { RouteObject, Router } from './router';

export interface HaproxyIngressOptions extends IngressOptions {
  /** The pods behind the route's own Service. */
  readonly pods: ColoredPods;
}

/** haproxy-ingress (jcmoraisjr): one Service over the pods of both colors, and one annotation with their shares, which is all that a switch changes. */
export type HaproxyIngressRouter = Router<'header' | 'host', 'request', 'all' | 'split', never>;

const PREFIX = 'haproxy-ingress.github.io';

/** @see https://haproxy-ingress.github.io/docs/configuration/keys/#blue-green */
export function haproxyIngress(options: HaproxyIngressOptions): HaproxyIngressRouter {
  const checked = resolveIngressOptions('Via.haproxyIngress', options);
  const pods = resolveColoredPods('Via.haproxyIngress', options.pods);
  return {
    title: 'haproxy-ingress',
    previews: ['header', 'host'],
    timeouts: ['request'],
    traffics: ['all', 'split'],
    stickies: [],
    after: [],
    pods,
    assertSupported: refuseForHaproxy,
    objects: (spec) => haproxyObjects(spec, checked, pods),
    // The Service holds annotations too, and the workloads say how many pods a group has.
    reads: ({ kind, spec }) =>
      kind === 'Ingress' ? (spec as IngressSpec)?.ingressClassName === checked.ingressClassName : WORKLOADS.has(kind),
    shares: haproxyIngressShares,
  };
}

function haproxyObjects(spec: ResolvedRoute, checked: ResolvedIngressOptions, pods: Required<ColoredPods>): readonly RouteObject[] {
  const service = podsService(spec, spec.name, pods.selector, pods.port);
  const annotations = { ...spec.annotations, ...balance(spec, pods.colorLabel), ...timeout(spec) };
  const hosts = [{ host: spec.hostname, path: spec.path, backend: service.backend }];
  return [
    { id: 'Service', manifest: service.manifest },
    ingressObject(spec, checked, { id: 'Resource', name: spec.name, annotations, hosts }),
    ...previewIngress(spec, checked, { ...spec.annotations, ...timeout(spec) }),
  ];
}

const WORKLOADS: ReadonlySet<string> = new Set(['Service', 'Deployment', 'StatefulSet', 'DaemonSet']);

/** Shares by group: how many pods a color has does not matter. Both are written, also the one of 0. */
function balance({ weights, preview }: ResolvedRoute, label: string): Record<string, string> {
  return {
    [`${PREFIX}/blue-green-mode`]: 'deploy',
    [`${PREFIX}/blue-green-balance`]: COLORS.map((color) => `${label}=${color}=${weights[color]}`).join(','),
    ...(preview.kind === 'header' ? { [`${PREFIX}/blue-green-header`]: `${preview.name}:${label}` } : {}),
  };
}

function timeout({ timeouts: { request } }: ResolvedRoute): Record<string, string> {
  return request === undefined ? {} : { [`${PREFIX}/timeout-server`]: `${request}s` };
}

function refuseForHaproxy(where: string, spec: ResolvedRoute): void {
  refuseSameService(where, spec, spec.name);
  assertNoOwnedAnnotations(
    where,
    spec.annotations,
    /^haproxy-ingress\.github\.io\/(blue-green-|affinity|session-cookie-|timeout-server$|server-alias)/,
  );
  const { preview } = spec;
  if (preview.kind !== 'header' || preview.value === undefined) return;
  const what = `with haproxy-ingress the header ${preview.name} names a color; its value cannot be ${JSON.stringify(preview.value)}`;
  throw new ConfigError('BlueGreenRoute.preview', { where, what, fix: `use Preview.header('${preview.name}')` });
}
