import type { IngressSpec } from '../../imports/kubernetes';
import { ingressObject, previewIngress } from './ingress-object';
import { checkedIngressOptions, type IngressOptions, refuseOwnedAnnotations } from './ingress-options';
import { haproxyTechShares } from './interpreter/haproxy-tech';
import type { Router } from './router';
import type { RoutingSpec } from './routing-spec';

/**
 * HAProxy Technologies' controller: one Ingress that names the live Service.
 *
 * Only what its documentation settles: the switch, and a host name for each colour. Its shares are a condition on a Service that belongs to
 * somebody else, and nothing of it was measured.
 */
export type HaproxyTechRouter = Router<'host', 'request', 'all', never>;

const PREFIX = 'haproxy.org';

/** @see https://www.haproxy.com/documentation/kubernetes-ingress/ingress-configuration-reference/ */
export function haproxyTech(options: IngressOptions): HaproxyTechRouter {
  const checked = checkedIngressOptions('Via.haproxyTech', options);
  return {
    title: 'HAProxy Technologies',
    previews: ['host'],
    timeouts: ['request'],
    traffics: ['all'],
    stickies: [],
    after: [],
    refuse: (where, spec) =>
      refuseOwnedAnnotations(
        where,
        spec.annotations,
        /^haproxy\.org\/(route-acl|cookie-persistence|timeout-server|backend-config-snippet)$/,
      ),
    objects: (spec) => [
      ingressObject(spec, checked, {
        id: 'Resource',
        name: spec.name,
        annotations: { ...spec.annotations, ...timeout(spec) },
        hosts: [[spec.hostname, spec.backends[spec.live]]],
      }),
      ...previewIngress(spec, checked, { ...spec.annotations, ...timeout(spec) }),
    ],
    reads: ({ kind, spec }) =>
      kind === 'Service' || (kind === 'Ingress' && (spec as IngressSpec)?.ingressClassName === checked.ingressClassName),
    shares: haproxyTechShares,
  };
}

function timeout({ timeouts: { request } }: RoutingSpec): Record<string, string> {
  return request === undefined ? {} : { [`${PREFIX}/timeout-server`]: `${request}s` };
}
