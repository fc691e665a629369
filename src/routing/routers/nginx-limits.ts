import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { nameOf } from '../../kube/pod/environment-variables';
import { idleColor, type ResolvedRoute } from '../route/resolved-route';
import type { NginxOptions } from './nginx-router';

/** The prefix of the controller's annotations, without the slash. */
export const NGINX_PREFIX = 'nginx.ingress.kubernetes.io';

/** Annotations that this construct writes itself, or that would change what its props say. */
const OWNED = /^(canary|affinity|session-cookie-|mirror-|proxy-read-timeout$|server-alias$|use-regex$)/;

/** What `strict-validate-path-type` of the controller lets through. @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#strict-validate-path-type */
const PATH = /^\/[A-Za-z0-9._\-/]*$/;

/** Refuses what ingress-nginx would drop or misread without a word. */
export function refuseForNginx(where: string, spec: ResolvedRoute): void {
  if (!PATH.test(spec.path)) {
    const fix = 'use letters, digits, "-", "_", "." and "/"';
    throw new ConfigError('BlueGreenRoute.path', { where, what: `nginx takes no path like ${JSON.stringify(spec.path)}`, fix });
  }
  refuseAnnotations(where, spec);
  refuseMirror(where, spec);
  if (spec.sticky !== undefined && (spec.preview.kind === 'header' || spec.preview.kind === 'cookie')) {
    throw new ConfigError('BlueGreenRoute.sticky', {
      where,
      what: `with nginx, users with a cookie stay on their color as long as a canary exists, and Preview.${spec.preview.kind} keeps one: a switch would not reach them`,
      fix: 'use Preview.host(…), Preview.none(), Sticky.none(), or Via.traefik(…)',
    });
  }
  if (spec.preview.kind === 'host' && spec.weights[idleColor(spec)] > 0) {
    throw new ConfigError('BlueGreenRoute.preview', {
      where,
      what: 'nginx cannot split traffic while the colors have host names of their own: a Service with an Ingress of its own takes no canary weight',
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
  if (shadow !== 100) refuse(`nginx copies all requests or none, not ${shadow} % of them`, 'use percent: 100, or another router');
  if (namespace === undefined) refuse('the chart has no namespace, and nginx finds the copies by their full name', 'give the chart one');
}

function refuseAnnotations(where: string, spec: ResolvedRoute): void {
  for (const key of Object.keys(spec.annotations)) {
    if (key === 'kubernetes.io/ingress.class') {
      const what = `annotation ${key} says again what spec.ingressClassName says; the API server refuses the two when they differ`;
      throw new ConfigError('BlueGreenRoute.annotations', { where, what, fix: 'remove it: Via.nginx({ ingressClass }) is the class' });
    }
    if (!key.startsWith(`${NGINX_PREFIX}/`) || !OWNED.test(key.slice(NGINX_PREFIX.length + 1))) continue;
    const what = `annotation ${key} would change what this route says`;
    throw new ConfigError('BlueGreenRoute.annotations', { where, what, fix: 'use the props: hostname, traffic, preview, timeouts' });
  }
}

interface ResolvedNginxOptions {
  readonly ingressClassName: string;
  readonly secretName?: string;
  readonly clusterDomain: string;
}

/** The options of `Via.nginx`, read from typed or plain code. Refused: no class, no Secret name, names that no object can have. */
export function resolveNginxOptions(where: string, options: NginxOptions): ResolvedNginxOptions {
  const given = options?.ingressClass as NginxOptions['ingressClass'] | undefined;
  const ingressClassName = checkedName(where, 'ingressClass', given === undefined || given === null ? undefined : nameOf(given));
  const clusterDomain = checkedName(where, 'clusterDomain', options.clusterDomain ?? 'cluster.local');
  if (options.tls === undefined) return { ingressClassName, clusterDomain };
  return { ingressClassName, clusterDomain, secretName: checkedName(where, 'tls.secretName', options.tls?.secretName) };
}

function checkedName(where: string, option: string, name: unknown): string {
  if (typeof name === 'string') return checkName('BlueGreenRoute.via', where, name, DNS_SUBDOMAIN);
  const fix = `say it: Via.nginx({ ingressClass: 'nginx', tls: { secretName: 'models-tls' } })`;
  throw new ConfigError('BlueGreenRoute.via', { where, what: `${option} is ${JSON.stringify(name)}`, fix });
}
