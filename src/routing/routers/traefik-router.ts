import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { traefikCopies, traefikShares } from '../interpreters/traefik-interpreter';
import { COLORS, type Color } from '../route/colors';
import { idleColor, type ResolvedRoute } from '../route/resolved-route';
import { refuseIngressAnnotations } from './foreign-annotations';
import type { RouteObject, Router } from './router';
import type { IngressRouteSpec, TraefikBackend, TraefikRoute, TraefikServiceSpec } from './traefik-objects';

export interface TraefikOptions {
  /**
   * The entry points that take the requests, by name.
   *
   * @default - those that Traefik opens for every route
   */
  readonly entryPoints?: readonly string[];
  /**
   * The Secret with the certificate of the route's host names, in the route's namespace.
   *
   * @default - none: the entry point decides whether it uses TLS
   */
  readonly tls?: { readonly secretName: string };
}

/** Traefik's own kinds: an IngressRoute that a switch leaves alone, and a TraefikService with the weights, which is all that it changes. */
export type TraefikRouter = Router<'header' | 'host', never, 'all' | 'split' | 'shadow', 'cookie'>;

/** @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/ */
export function traefik(options: TraefikOptions = {}): TraefikRouter {
  const { entryPoints, tls } = checkedOptions(options);
  const shared = { ...(entryPoints === undefined ? {} : { entryPoints }), ...(tls === undefined ? {} : { tls }) };
  return {
    title: 'Traefik',
    previews: ['header', 'host'],
    timeouts: [],
    traffics: ['all', 'split', 'shadow'],
    stickies: ['cookie'],
    after: [],
    assertSupported: refuseForTraefik,
    objects: (spec) => traefikObjects(spec, shared),
    reads: ({ apiVersion, kind }) => apiVersion.startsWith('traefik.io/') && (kind === 'IngressRoute' || kind === 'TraefikService'),
    shares: traefikShares,
    copies: traefikCopies,
  };
}

/** The objects of a route. The name of neither depends on which color is live. */
export function traefikObjects(spec: ResolvedRoute, shared: Omit<IngressRouteSpec, 'routes'>): readonly RouteObject[] {
  const { name, labels, annotations } = spec;
  const metadata = { name, labels };
  const noted = Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
  const ingressRoute: IngressRouteSpec = { ...shared, routes: routes(spec) };
  return [
    { id: 'Resource', manifest: { apiVersion: 'traefik.io/v1alpha1', kind: 'TraefikService', metadata, spec: traefikService(spec) } },
    { id: 'IngressRoute', manifest: { apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', metadata: noted, spec: ingressRoute } },
  ];
}

/**
 * The weights, or the live color with its mirror. Written from typed objects only: a `sticky` beside `weighted`, or a `name` beside `cookie`,
 * is accepted and has no effect.
 */
function traefikService(spec: ResolvedRoute): TraefikServiceSpec {
  if (spec.shadow !== undefined)
    return { mirroring: { ...backend(spec, spec.live), mirrors: [{ ...backend(spec, idleColor(spec)), percent: spec.shadow }] } };
  const { sticky } = spec;
  const services = COLORS.map((color) => ({
    ...backend(spec, color),
    weight: spec.weights[color],
    // Stickiness has two levels: this one picks the pod, the one of `weighted` picks the color.
    ...(sticky === undefined ? {} : { sticky: { cookie: cookie(`${sticky.name}-pod`, sticky.seconds) } }),
  }));
  return { weighted: { services, ...(sticky === undefined ? {} : { sticky: { cookie: cookie(sticky.name, sticky.seconds) } }) } };
}

function cookie(name: string, maxAge: number | undefined): { name: string; httpOnly: true; maxAge?: number } {
  return { name, httpOnly: true, ...(maxAge === undefined ? {} : { maxAge }) };
}

function backend(spec: ResolvedRoute, color: Color): TraefikBackend & { readonly port: number } {
  const { name, port } = spec.backends[color];
  return { kind: 'Service', name, port };
}

/** Longer expressions win, so that those with a mark come before the one without. */
function routes(spec: ResolvedRoute): TraefikRoute[] {
  const { preview } = spec;
  const users: TraefikRoute = {
    kind: 'Rule',
    match: match(spec.hostname, spec.path),
    services: [{ kind: 'TraefikService', name: spec.name }],
  };
  if (preview.kind === 'none' || preview.kind === 'cookie') return [users];
  const previews = COLORS.map((color): TraefikRoute => {
    const [host, mark] =
      preview.kind === 'host' ? [preview.hostnames[color], ''] : [spec.hostname, ` && Header(\`${preview.name}\`, \`${color}\`)`];
    return { kind: 'Rule', match: `${match(host, spec.path)}${mark}`, services: [backend(spec, color)] };
  });
  return [...previews, users];
}

/** PathPrefix compares letters, not path elements: `/v1` would take `/v1beta`. */
function match(hostname: string, path: string): string {
  const host = hostname.startsWith('*.') ? `HostRegexp(\`^[^.]+${hostname.slice(1).replace(/\./g, '\\.')}$\`)` : `Host(\`${hostname}\`)`;
  return `${host} && ${path === '/' ? 'PathPrefix(`/`)' : `(Path(\`${path}\`) || PathPrefix(\`${path}/\`))`}`;
}

function refuseForTraefik(where: string, spec: ResolvedRoute): void {
  refuseIngressAnnotations('IngressRoute')(where, spec);
  const { preview, sticky, shadow } = spec;
  if (preview.kind === 'header' && preview.value !== undefined) {
    const what = `with Traefik the header ${preview.name} names a color, so that a switch leaves the IngressRoute alone; its value cannot be ${JSON.stringify(preview.value)}`;
    throw new ConfigError('BlueGreenRoute.preview', { where, what, fix: `use Preview.header('${preview.name}')` });
  }
  if (sticky === undefined || shadow === undefined) return;
  const what = 'with Traefik a mirrored route has no cookie for the colors, so users would be bound again with every step';
  throw new ConfigError('BlueGreenRoute.sticky', { where, what, fix: 'use Sticky.none() while requests are copied' });
}

function checkedOptions(options: TraefikOptions): TraefikOptions {
  const { entryPoints, tls } = options ?? {};
  const where = 'Via.traefik';
  const fix = `write it like Via.traefik({ entryPoints: ['websecure'], tls: { secretName: 'models-tls' } })`;
  if (entryPoints !== undefined && (!Array.isArray(entryPoints) || entryPoints.length === 0))
    throw new ConfigError('BlueGreenRoute.via', { where, what: `entryPoints is ${JSON.stringify(entryPoints)}`, fix });
  for (const name of entryPoints ?? []) checkName('BlueGreenRoute.via', where, String(name), DNS_LABEL);
  if (tls === undefined) return { ...(entryPoints === undefined ? {} : { entryPoints: [...entryPoints] }) };
  if (typeof tls?.secretName !== 'string')
    throw new ConfigError('BlueGreenRoute.via', { where, what: `tls.secretName is ${JSON.stringify(tls?.secretName)}`, fix });
  const secretName = checkName('BlueGreenRoute.via', where, tls.secretName, DNS_SUBDOMAIN);
  return { ...(entryPoints === undefined ? {} : { entryPoints: [...entryPoints] }), tls: { secretName } };
}
