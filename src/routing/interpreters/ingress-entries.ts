import type { Manifest } from '../../manifest/manifest';
import { cookieMark, type Dialect, headerMark, type Mark, mergedPaths, type RouteEntry } from './dialect';
import { haproxyIngressShares } from './haproxy-ingress-interpreter';
import { haproxyTechShares } from './haproxy-tech-interpreter';
import { bestPaths, type IngressPath, ingressPaths } from './ingress-path';
import { nginxCopies, nginxShares } from './nginx-interpreter';
import { answers, serviceKey } from './shares';

const NGINX_PREFIX = 'nginx.ingress.kubernetes.io/';
const HAPROXY_PREFIX = 'haproxy-ingress.github.io/';
const HAPROXY_TECH_PREFIX = 'haproxy.org/';

type Read = (name: string) => string | undefined;
type PlaceFacts = Pick<RouteEntry, 'marks' | 'sticky'>;

/** What both cookie controllers call their cookie when nobody names it. */
const DEFAULT_COOKIE = 'INGRESSCOOKIE';

export const NGINX: Dialect = {
  router: 'nginx',
  entries: (manifests) => placesOf(manifests, (path) => nginxFacts(reader(path.ingress, NGINX_PREFIX))),
  shares: (manifests, request) => nginxShares(manifests, request),
  copies: (manifests, request) => nginxCopies(manifests, request),
};

export const HAPROXY_INGRESS: Dialect = {
  router: 'haproxy-ingress',
  entries: (manifests) => placesOf(manifests, (path) => haproxyFacts(withService(path, manifests, HAPROXY_PREFIX))),
  shares: haproxyIngressShares,
};

export const HAPROXY_TECH: Dialect = {
  router: 'HAProxy Technologies',
  entries: (manifests) => mergedPaths(placesOf(manifests, (path) => conditionFacts(withService(path, manifests, HAPROXY_TECH_PREFIX)))),
  shares: haproxyTechShares,
};

/** A controller that is not known: host and path, as every controller reads them. */
export const PLAIN_INGRESS: Dialect = {
  router: 'Ingress',
  entries: (manifests) => placesOf(manifests, () => ({ marks: [] })),
  shares: (manifests, request) => {
    const [best] = bestPaths(ingressPaths(manifests), request);
    return best === undefined ? answers(404) : { [serviceKey(best.ingress.metadata.namespace, best.service, best.port)]: 100 };
  },
};

/** The dialect that writes annotations with this prefix. */
export const DIALECT_OF_PREFIX: ReadonlyMap<string, Dialect> = new Map([
  [NGINX_PREFIX, NGINX],
  [HAPROXY_PREFIX, HAPROXY_INGRESS],
  [HAPROXY_TECH_PREFIX, HAPROXY_TECH],
]);

function placesOf(manifests: readonly Manifest[], facts: (path: IngressPath) => PlaceFacts): readonly RouteEntry[] {
  return ingressPaths(manifests).map((path) => ({
    host: path.host,
    path: path.path,
    pathType: path.pathType === 'Exact' ? 'Exact' : 'Prefix',
    object: path.ingress,
    ...facts(path),
  }));
}

function reader({ metadata: { annotations = {} } }: Manifest, prefix: string): Read {
  return (name) => annotations[`${prefix}${name}`];
}

/** Annotations of the Service come before those of the Ingress. */
function withService({ ingress, service }: IngressPath, manifests: readonly Manifest[], prefix: string): Read {
  const object = manifests.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === service && metadata.namespace === ingress.metadata.namespace,
  );
  const own = reader(ingress, prefix);
  return (name) => (object === undefined ? undefined : reader(object, prefix)(name)) ?? own(name);
}

function nginxFacts(read: Read): PlaceFacts {
  const [header, value, cookie] = [read('canary-by-header'), read('canary-by-header-value'), read('canary-by-cookie')];
  const marks = [
    ...(header === undefined ? [] : [headerMark(header, value ?? 'always')]),
    ...(cookie === undefined ? [] : [cookieMark(cookie, 'always')]),
  ];
  return { marks: read('canary') === 'true' ? marks : [], ...stickyFacts(read) };
}

function stickyFacts(read: Read): Pick<RouteEntry, 'sticky'> {
  return read('affinity') === 'cookie' ? { sticky: read('session-cookie-name') ?? DEFAULT_COOKIE } : {};
}

/** `blue-green-header: x-color:group` names a group of the balance. */
function haproxyFacts(read: Read): PlaceFacts {
  const groups = (read('blue-green-balance') ?? '').split(',').map((entry) => entry.split('=').slice(0, 2));
  const marksOf = (pair: string | undefined, mark: (name: string, value: string) => Mark): readonly Mark[] => {
    const [name, label] = (pair ?? '').split(':');
    if (name === undefined || label === undefined) return [];
    return groups.filter(([key]) => key === label).map(([, value = '']) => mark(name, value));
  };
  return {
    marks: [...marksOf(read('blue-green-header'), headerMark), ...marksOf(read('blue-green-cookie'), cookieMark)],
    ...stickyFacts(read),
  };
}

function conditionFacts(read: Read): PlaceFacts {
  const [, place, name = '', value = 'any'] =
    /^\s*(cookie|hdr|req\.hdr)\(([^)]+)\)\s+-m\s+(?:found|str\s+(\S+))\s*$/.exec(read('route-acl') ?? '') ?? [];
  const sticky = read('cookie-persistence');
  return {
    marks: place === undefined ? [] : [place === 'cookie' ? cookieMark(name, value) : headerMark(name, value)],
    ...(sticky === undefined ? {} : { sticky }),
  };
}
