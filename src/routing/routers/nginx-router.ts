import type { Ingress, IngressRule } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { nginxCopies, nginxShares } from '../interpreters/nginx-interpreter';
import { COLORS, type Color } from '../route/colors';
import { idleColor, previewValue, type ResolvedRoute } from '../route/resolved-route';
import type { RouteObject, Router } from './router';

export interface NginxOptions {
  /** The IngressClass of the controller: its name, or the object. Written as `spec.ingressClassName`, never as an annotation. */
  readonly ingressClass: string | NamedRef;
  /**
   * The Secret with the certificate of the route's host names, in the route's namespace.
   *
   * It belongs to the router and not to the route: a Gateway ends TLS itself, so moving there drops this together with `Via.nginx`.
   *
   * @default - none: plain HTTP, and HTTPS with the controller's default certificate
   */
  readonly tls?: { readonly secretName: string };
  /**
   * The domain of the cluster's Services, for copies of requests (`Traffic.shadow`).
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
}

/** ingress-nginx: the primary Ingress names the live Service; a canary Ingress exists only while a split or a preview means something. */
export type NginxRouter = Router<'header' | 'cookie' | 'host', 'request', 'all' | 'split' | 'shadow', 'cookie'>;

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary */
export function nginx(options: NginxOptions): NginxRouter {
  const { ingressClassName, secretName, clusterDomain } = resolveNginxOptions('Via.nginx', options);
  return {
    title: 'nginx',
    previews: ['header', 'cookie', 'host'],
    timeouts: ['request'],
    traffics: ['all', 'split', 'shadow'],
    stickies: ['cookie'],
    after: [],
    warning: {
      code: 'BGR-NGINX-RETIRED',
      what: 'ingress-nginx is retired: no release, no fix and no security patch since March 2026',
      fix: `move to a Gateway: via: Via.gatewayApi({ gateway: { name: '<gateway>' } }), and leave the rest of the route as it is`,
    },
    assertSupported: refuseForNginx,
    objects: (spec) => ingresses(spec, ingressClassName, secretName, clusterDomain),
    reads: ({ kind, spec }) => kind === 'Ingress' && (spec as Ingress['spec'])?.ingressClassName === ingressClassName,
    shares: nginxShares,
    copies: nginxCopies,
  };
}

/**
 * The Ingresses of a route, named `<route>-primary`, `<route>-canary` and `<route>-preview`.
 *
 * "primary" must sort after "canary". While a switch is applied both may name one Service for a moment. Of two Ingresses made in the same
 * second the controller reads the greater name first, and a Service that it first meets in a canary gets no server: the host answers 404.
 * @see https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.1/internal/ingress/controller/controller.go
 */
export function ingresses(
  spec: ResolvedRoute,
  ingressClassName: string,
  secretName?: string,
  clusterDomain = 'cluster.local',
): readonly RouteObject[] {
  const users = { ...spec.annotations, ...stickyAnnotations(spec), ...timeoutAnnotations(spec) };
  const canary = canaryAnnotations(spec);
  const primary = ingress(
    spec,
    'primary',
    { ...users, ...mirrorAnnotations(spec, clusterDomain) },
    tls(secretName, ingressClassName, [ingressRule(spec, spec.hostname, spec.live)]),
  );
  const idle = { ingressClassName, rules: [ingressRule(spec, spec.hostname, idleColor(spec))] };
  return [
    { id: 'Resource', manifest: primary },
    ...(canary === undefined ? [] : [{ id: 'Canary', manifest: ingress(spec, 'canary', canary, idle) }]),
    ...previewRules(spec).map((rules) => ({
      id: 'Preview',
      manifest: ingress(spec, 'preview', users, tls(secretName, ingressClassName, rules)),
    })),
  ];
}

function ingress(
  spec: ResolvedRoute,
  ending: string,
  annotations: Record<string, string>,
  ingressSpec: Ingress['spec'],
): RouteObject['manifest'] {
  const { name, labels } = spec;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `${name}-${ending}`, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: ingressSpec,
  };
}

function tls(secretName: string | undefined, ingressClassName: string, rules: readonly IngressRule[]): Ingress['spec'] {
  const hosts = rules.map((rule) => rule.host ?? '');
  return { ingressClassName, ...(secretName === undefined ? {} : { tls: [{ hosts, secretName }] }), rules };
}

/** The canary merges only into an Ingress of the same host, path and path type, so both come from here. */
function ingressRule(spec: ResolvedRoute, host: string, color: Color): IngressRule {
  const { name, port } = spec.backends[color];
  return { host, http: { paths: [{ path: spec.path, pathType: 'Prefix', backend: { service: { name, port: { number: port } } } }] } };
}

function previewRules({ preview, ...spec }: ResolvedRoute): readonly IngressRule[][] {
  if (preview.kind !== 'host') return [];
  return [COLORS.map((color) => ingressRule({ ...spec, preview }, preview.hostnames[color], color))];
}

/** What sends requests to the idle color, or undefined when nothing does. The weight is always written; its total is always 100. */
function canaryAnnotations(spec: ResolvedRoute): Record<string, string> | undefined {
  const weight = spec.weights[idleColor(spec)];
  const marks = markAnnotations(spec);
  if (weight === 0 && Object.keys(marks).length === 0) return undefined;
  return { [`${NGINX_PREFIX}/canary`]: 'true', ...marks, [`${NGINX_PREFIX}/canary-weight`]: `${weight}` };
}

function markAnnotations(spec: ResolvedRoute): Record<string, string> {
  const { preview } = spec;
  if (preview.kind === 'cookie') return { [`${NGINX_PREFIX}/canary-by-cookie`]: preview.name };
  if (preview.kind !== 'header') return {};
  return {
    [`${NGINX_PREFIX}/canary-by-header`]: preview.name,
    [`${NGINX_PREFIX}/canary-by-header-value`]: previewValue(spec, preview),
  };
}

/**
 * On the primary. A user with the cookie stays while the canary exists, whatever its weight: so a switch names the other Service in the
 * primary and removes the canary, which moves everybody.
 */
function stickyAnnotations({ sticky }: ResolvedRoute): Record<string, string> {
  if (sticky === undefined) return {};
  const age = sticky.seconds === undefined ? undefined : `${sticky.seconds}`;
  return {
    [`${NGINX_PREFIX}/affinity`]: 'cookie',
    [`${NGINX_PREFIX}/session-cookie-name`]: sticky.name,
    ...(age === undefined ? {} : { [`${NGINX_PREFIX}/session-cookie-expires`]: age, [`${NGINX_PREFIX}/session-cookie-max-age`]: age }),
  };
}

/** On the primary. The controller looks the name up itself, without a search list, so it is written in full. */
function mirrorAnnotations(spec: ResolvedRoute, clusterDomain: string): Record<string, string> {
  if (spec.shadow === undefined) return {};
  const { name, port } = spec.backends[idleColor(spec)];
  return { [`${NGINX_PREFIX}/mirror-target`]: `http://${name}.${spec.namespace}.svc.${clusterDomain}:${port}$request_uri` };
}

/** On the primary: the controller ignores it on a canary. */
function timeoutAnnotations(spec: ResolvedRoute): Record<string, string> {
  const { request } = spec.timeouts;
  return request === undefined ? {} : { [`${NGINX_PREFIX}/proxy-read-timeout`]: `${request}` };
}

/** The prefix of the controller's annotations, without the slash. */
const NGINX_PREFIX = 'nginx.ingress.kubernetes.io';

/** Annotations that this construct writes itself, or that would override its props. */
const OWNED = /^(canary|affinity|session-cookie-|mirror-|proxy-read-timeout$|server-alias$|use-regex$)/;

/** What `strict-validate-path-type` of the controller lets through. @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#strict-validate-path-type */
const PATH = /^\/[A-Za-z0-9._\-/]*$/;

/** Refuses what ingress-nginx would silently drop or misread. */
function refuseForNginx(where: string, spec: ResolvedRoute): void {
  if (!PATH.test(spec.path)) {
    const fix = 'use letters, digits, "-", "_", "." and "/"';
    throw new ConfigError('BlueGreenRoute.path', { where, what: `nginx does not accept the path ${JSON.stringify(spec.path)}`, fix });
  }
  refuseAnnotations(where, spec);
  refuseMirror(where, spec);
  if (spec.sticky !== undefined && (spec.preview.kind === 'header' || spec.preview.kind === 'cookie')) {
    throw new ConfigError('BlueGreenRoute.sticky', {
      where,
      what: `with nginx, users with a cookie stay on their color while a canary exists, and Preview.${spec.preview.kind}(…) keeps one: a switch would not move them`,
      fix: 'use Preview.host(…), Preview.none(), Sticky.none(), or Via.traefik(…)',
    });
  }
  if (spec.preview.kind === 'host' && spec.weights[idleColor(spec)] > 0) {
    throw new ConfigError('BlueGreenRoute.preview', {
      where,
      what: 'nginx cannot split traffic while each color has its own host name: a Service with its own Ingress gets no canary weight',
      fix: 'use Preview.header(…) or Preview.cookie(…), Traffic.all(), or another router',
    });
  }
}

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#mirror */
function refuseMirror(where: string, { shadow, namespace }: ResolvedRoute): void {
  if (shadow === undefined) return;
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('BlueGreenRoute.traffic', { where, what, fix });
  };
  if (shadow !== 100) refuse(`nginx can only copy all requests, not ${shadow} % of them`, 'use percent: 100, or another router');
  if (namespace === undefined)
    refuse('the chart has no namespace, and nginx needs the full name of the Service that gets the copies', 'give the chart one');
}

function refuseAnnotations(where: string, spec: ResolvedRoute): void {
  for (const key of Object.keys(spec.annotations)) {
    if (key === 'kubernetes.io/ingress.class') {
      const what = `annotation ${key} duplicates spec.ingressClassName; the API server refuses an Ingress where the two differ`;
      throw new ConfigError('BlueGreenRoute.annotations', { where, what, fix: 'remove it: Via.nginx({ ingressClass }) is the class' });
    }
    if (!key.startsWith(`${NGINX_PREFIX}/`) || !OWNED.test(key.slice(NGINX_PREFIX.length + 1))) continue;
    const what = `annotation ${key} would override a prop of this route`;
    throw new ConfigError('BlueGreenRoute.annotations', { where, what, fix: 'use the props: hostname, traffic, preview, timeouts' });
  }
}

interface ResolvedNginxOptions {
  readonly ingressClassName: string;
  readonly secretName?: string;
  readonly clusterDomain: string;
}

/** The options of `Via.nginx`, read from typed or plain code. Refused: no class, no Secret name, names that no object can have. */
function resolveNginxOptions(where: string, options: NginxOptions): ResolvedNginxOptions {
  const given = options?.ingressClass as NginxOptions['ingressClass'] | undefined;
  const ingressClassName = checkedName(where, 'ingressClass', given === undefined || given === null ? undefined : nameOf(given));
  const clusterDomain = checkedName(where, 'clusterDomain', options.clusterDomain ?? 'cluster.local');
  if (options.tls === undefined) return { ingressClassName, clusterDomain };
  return { ingressClassName, clusterDomain, secretName: checkedName(where, 'tls.secretName', options.tls?.secretName) };
}

function checkedName(where: string, option: string, name: unknown): string {
  if (typeof name === 'string') return checkName('BlueGreenRoute.via', where, name, DNS_SUBDOMAIN);
  const fix = `write Via.nginx({ ingressClass: 'nginx', tls: { secretName: 'models-tls' } })`;
  throw new ConfigError('BlueGreenRoute.via', { where, what: `${option} is ${JSON.stringify(name)}`, fix });
}
