import type { Manifest } from '../../src/manifest/manifest';
import type { Shares } from '../../src/routing/interpreters/shares';
import type { Color } from '../../src/routing/route/colors';
import type { ResolvedRoute } from '../../src/routing/route/resolved-route';
import type { RouteObject, Router } from '../../src/routing/routers/router';
import { Via } from '../../src/routing/routers/via';

/** The objects of a route as they reach the cluster. */
export function placed(objects: readonly RouteObject[]): Manifest[] {
  return objects.map(({ manifest }) => ({ ...manifest, metadata: { ...manifest.metadata, namespace: 'team-a' } }));
}

const pods = { selector: { 'app.kubernetes.io/name': 'scorer' }, port: 'http' };

/** Every router, with all that it can. */
export const ROUTERS: Readonly<Record<string, Router>> = {
  'Gateway API': Via.gatewayApi({ gateway: { name: 'public' }, mirrors: true }),
  nginx: Via.nginx({ ingressClass: 'nginx' }),
  'haproxy-ingress': Via.haproxyIngress({ ingressClass: 'haproxy', pods }),
  'HAProxy Technologies': Via.haproxyTech({ ingressClass: 'haproxy', pods }),
  Traefik: Via.traefik(),
  Istio: Via.istio({ gateways: ['gateways/public'] }),
};

/** The same shares by color, whatever a router calls its backends. */
export function byColor(spec: ResolvedRoute, shares: Shares): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [key, share] of Object.entries(shares)) {
    const name = colorOf(spec, key) ?? key;
    found[name] = (found[name] ?? 0) + share;
  }
  return found;
}

/** Haproxy-ingress writes a group of pods, HAProxy Technologies the route's own Service for green. */
function colorOf({ name, backends }: ResolvedRoute, key: string): Color | undefined {
  for (const color of ['blue', 'green'] as const) {
    const { name: service, port } = backends[color];
    if ([`team-a/${service}:${port}`, `team-a/${name}:80[color=${color}]`].includes(key)) return color;
  }
  return key === `team-a/${name}-green:80` ? 'green' : undefined;
}

/** The color as a bound client's cookie names it. */
export function boundKey({ backends }: ResolvedRoute, color: Color): string {
  return `team-a/${backends[color].name}:${backends[color].port}`;
}
