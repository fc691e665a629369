import type { VirtualServiceSpecHttp, VirtualServiceSpecHttpMatch, VirtualServiceSpecHttpRoute } from '../../../imports/istio';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL } from '../../base/names';
import type { PlainSpec } from '../../kube/plain-spec';
import { istioCopies, istioShares } from '../interpreters/istio-interpreter';
import { COLORS, type Color, otherColor } from '../route/colors';
import { allTo, headerMarks, idleColor, markedColors, type ResolvedRoute } from '../route/resolved-route';
import type { Weights } from '../route/traffic';
import { refuseIngressAnnotations } from './foreign-annotations';
import type { RouteObject, Router } from './router';

export interface IstioOptions {
  /**
   * The Istio Gateways that take the requests: `public`, or `gateways/public` for one in another namespace. They end TLS. `mesh` adds the
   * sidecars of callers in the mesh.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
   */
  readonly gateways: readonly string[];
}

type Http = PlainSpec<VirtualServiceSpecHttp>;
type Match = PlainSpec<VirtualServiceSpecHttpMatch>;

/** Istio: one VirtualService with the weights of both colors. */
export type IstioRouter = Router<'header' | 'cookie' | 'host', 'request', 'all' | 'split' | 'shadow', never>;

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export function istio(options: IstioOptions): IstioRouter {
  const gateways = checkedGateways(options);
  return {
    title: 'Istio',
    previews: ['header', 'cookie', 'host'],
    timeouts: ['request'],
    traffics: ['all', 'split', 'shadow'],
    stickies: [],
    after: [],
    assertSupported: refuseIngressAnnotations('VirtualService'),
    objects: (spec) => virtualServices(spec, gateways),
    reads: (manifest, namespace) =>
      manifest.kind === 'VirtualService' && sharesGateway(manifest.spec, manifest.metadata.namespace, gateways, namespace),
    shares: istioShares,
    copies: istioCopies,
  };
}

/** The VirtualServices of a route: one for users, and with `Preview.host` one for each color, which a switch leaves alone. */
export function virtualServices(spec: ResolvedRoute, gateways: readonly string[]): readonly RouteObject[] {
  const { preview } = spec;
  const main = {
    id: 'Resource',
    manifest: virtualService(spec, spec.name, spec.hostname, gateways, [...markedRules(spec), usersRule(spec)]),
  };
  if (preview.kind !== 'host') return [main];
  const previews = COLORS.map((color): RouteObject => {
    const rules = [rule(spec, allTo(color), [color])];
    const manifest = virtualService(spec, `${spec.name}-preview-${color}`, preview.hostnames[color], gateways, rules);
    return { id: `Preview${color === 'blue' ? 'Blue' : 'Green'}`, manifest };
  });
  return [main, ...previews];
}

function virtualService(
  spec: ResolvedRoute,
  name: string,
  host: string,
  gateways: readonly string[],
  http: readonly Http[],
): RouteObject['manifest'] {
  const { labels, annotations } = spec;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: { hosts: [host], gateways: [...gateways], http },
  };
}

function usersRule(spec: ResolvedRoute): Http {
  if (spec.shadow === undefined) return rule(spec, spec.weights);
  return { ...rule(spec, spec.weights), mirror: destination(spec, idleColor(spec)), mirrorPercentage: { value: spec.shadow } };
}

/** Rules for marked requests come first: the first that matches wins. */
function markedRules(spec: ResolvedRoute): readonly Http[] {
  const { preview, live } = spec;
  if (preview.kind === 'header') {
    const name = preview.name.toLowerCase();
    return headerMarks(spec, preview).map(([value, color]) =>
      rule(spec, allTo(color), markedColors(preview, color), { [name]: { exact: value } }),
    );
  }
  if (preview.kind !== 'cookie') return [];
  const marks: readonly (readonly [string, Color])[] = [
    ['always', otherColor(live)],
    ['never', live],
  ];
  return marks.map(([value, color]) => rule(spec, allTo(color), COLORS, { cookie: { regex: cookiePattern(preview.name, value) } }));
}

/** The pattern must fit the whole header, which holds all cookies of a request. */
function cookiePattern(name: string, value: string): string {
  return `^(.*;\\s*)?${name.replace(/\./g, '\\.')}=${value}(;.*)?$`;
}

function rule(spec: ResolvedRoute, weights: Weights, colors: readonly Color[] = COLORS, headers?: Match['headers']): Http {
  const { request } = spec.timeouts;
  return {
    match: matches(spec.path).map((match) => ({ ...match, ...(headers === undefined ? {} : { headers }) })),
    route: colors.map(
      (color): PlainSpec<VirtualServiceSpecHttpRoute> => ({ destination: destination(spec, color), weight: weights[color] }),
    ),
    ...(request === undefined ? {} : { timeout: `${request}s` }),
  };
}

/** A prefix compares letters, not path elements: `/v1` would take `/v1beta`. */
function matches(path: string): readonly Match[] {
  return path === '/' ? [{ uri: { prefix: '/' } }] : [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }];
}

function destination(spec: ResolvedRoute, color: Color): { host: string; port: { number: number } } {
  const { name, port } = spec.backends[color];
  return { host: name, port: { number: port } };
}

function sharesGateway(spec: unknown, namespace: string | undefined, gateways: readonly string[], own: string | undefined): boolean {
  const { gateways: others = ['mesh'] } = (spec ?? {}) as { gateways?: readonly string[] };
  const whole = (name: string, place: string | undefined): string => (name === 'mesh' || name.includes('/') ? name : `${place}/${name}`);
  return others.some((other) => gateways.some((gateway) => whole(gateway, own) === whole(other, namespace)));
}

function checkedGateways(options: IstioOptions): readonly string[] {
  const gateways: unknown = options?.gateways;
  const fix = `name them: Via.istio({ gateways: ['gateways/public'] })`;
  const where = 'Via.istio';
  if (!Array.isArray(gateways) || gateways.length === 0)
    throw new ConfigError('BlueGreenRoute.via', { where, what: `gateways is ${JSON.stringify(gateways)}`, fix });
  for (const gateway of gateways) {
    const parts = typeof gateway === 'string' ? gateway.split('/') : [];
    if (parts.length < 1 || parts.length > 2)
      throw new ConfigError('BlueGreenRoute.via', { where, what: `invalid Gateway ${JSON.stringify(gateway)}`, fix });
    for (const part of parts) checkName('BlueGreenRoute.via', where, part, DNS_LABEL);
  }
  return gateways as readonly string[];
}
