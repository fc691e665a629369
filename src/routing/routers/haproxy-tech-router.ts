import type { IngressSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { haproxyTechShares } from '../interpreters/haproxy-tech-interpreter';
import type { ResolvedRoute } from '../route/resolved-route';
import { type ColoredPods, podsService, refuseSameService, resolveColoredPods } from './colored-pods';
import {
  assertNoOwnedAnnotations,
  type IngressHostPath,
  type IngressOptions,
  ingressObject,
  previewIngress,
  type ResolvedIngressOptions,
  resolveIngressOptions,
} from './ingress-object';
import type { RouteObject, Router } from './router';

export interface HaproxyTechOptions extends IngressOptions {
  /**
   * The pods of both colors. With them the route makes a Service of its own for green, whose annotation holds green's share: only then does
   * `Traffic.split` compile.
   *
   * @default - none: a switch writes the live color's Service into the Ingress
   */
  readonly pods?: ColoredPods;
}

/**
 * HAProxy Technologies' controller. Either the Ingress names the live Service, or, with `pods`, a condition on green's Service takes its share.
 *
 * Marks are not offered: a Service has one condition, and the order of two Services' conditions is that of a map in the controller.
 */
export type HaproxyTechRouter<A extends 'split' = never> = Router<'host', 'request', 'all' | A, never>;

const PREFIX = 'haproxy.org';

/** @see https://www.haproxy.com/documentation/kubernetes-ingress/ingress-configuration-reference/ */
export function haproxyTech(options: HaproxyTechOptions & { readonly pods: ColoredPods }): HaproxyTechRouter<'split'>;
export function haproxyTech(options: HaproxyTechOptions): HaproxyTechRouter;
export function haproxyTech(options: HaproxyTechOptions): HaproxyTechRouter<'split'> {
  const checked = resolveIngressOptions('Via.haproxyTech', options);
  const pods = options.pods === undefined ? undefined : resolveColoredPods('Via.haproxyTech', options.pods);
  return {
    title: 'HAProxy Technologies',
    previews: ['host'],
    timeouts: ['request'],
    traffics: pods === undefined ? ['all'] : ['all', 'split'],
    stickies: [],
    after: [],
    ...(pods === undefined ? {} : { pods }),
    assertSupported: (where, spec) => refuseForHaproxyTech(where, spec, pods !== undefined),
    objects: (spec) => [
      ...(pods === undefined ? byName(spec, checked) : byCondition(spec, checked, pods)),
      ...previewIngress(spec, checked, annotations(spec)),
    ],
    reads: ({ kind, spec }) =>
      kind === 'Service' || (kind === 'Ingress' && (spec as IngressSpec)?.ingressClassName === checked.ingressClassName),
    shares: haproxyTechShares,
  };
}

function byName(spec: ResolvedRoute, checked: ResolvedIngressOptions): readonly RouteObject[] {
  const hosts = [{ host: spec.hostname, path: spec.path, backend: spec.backends[spec.live] }];
  return [ingressObject(spec, checked, { id: 'Resource', name: spec.name, annotations: annotations(spec), hosts })];
}

/**
 * Blue takes what green's condition leaves, so a switch and every shift change one annotation: `rand(100) lt 100` always holds, `lt 0` never.
 *
 * A Service with a condition is served by it alone, and two paths of one Ingress that are equal overwrite each other: hence two Ingresses.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/canary-deployment.md
 */
function byCondition(spec: ResolvedRoute, checked: ResolvedIngressOptions, pods: Required<ColoredPods>): readonly RouteObject[] {
  const name = `${spec.name}-green`;
  const condition = { [`${PREFIX}/route-acl`]: `rand(100) lt ${spec.weights.green}` };
  const service = podsService(spec, name, { ...pods.selector, [pods.colorLabel]: 'green' }, pods.port, condition);
  const blue = { host: spec.hostname, path: spec.path, backend: spec.backends.blue };
  const green = conditionPaths(spec.path).map((path) => ({ ...path, host: spec.hostname, backend: service.backend }));
  return [
    { id: 'Service', manifest: service.manifest },
    ingressObject(spec, checked, { id: 'Resource', name: spec.name, annotations: annotations(spec), hosts: [blue] }),
    ingressObject(spec, checked, { id: 'Green', name, annotations: annotations(spec), hosts: green }),
  ];
}

/** The path of a condition compares letters, not path elements: `/v1` would take `/v1beta` from others. */
function conditionPaths(path: string): readonly Pick<IngressHostPath, 'path' | 'pathType'>[] {
  return path === '/' ? [{ path }] : [{ path, pathType: 'Exact' }, { path: `${path}/` }];
}

function annotations(spec: ResolvedRoute): Record<string, string> {
  const { request } = spec.timeouts;
  return { ...spec.annotations, ...(request === undefined ? {} : { [`${PREFIX}/timeout-server`]: `${request}s` }) };
}

function refuseForHaproxyTech(where: string, spec: ResolvedRoute, conditions: boolean): void {
  const owned = /^haproxy\.org\/(route-acl|cookie-persistence|timeout-server|backend-config-snippet)$/;
  assertNoOwnedAnnotations(where, spec.annotations, owned);
  if (!conditions) return;
  refuseSameService(where, spec, `${spec.name}-green`);
  if (!spec.hostname.startsWith('*.')) return;
  const what = 'conditions of HAProxy Technologies compare the host as it is written, so green would get nothing of a wildcard';
  throw new ConfigError('BlueGreenRoute.hostname', { where, what, fix: 'name the host, or leave pods out of Via.haproxyTech(…)' });
}
