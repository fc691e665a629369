import type { Manifest } from '../../manifest/manifest';
import { cookieMark, type Dialect, headerMark, type Mark, mergedPaths, type RouteEntry } from './dialect';
import { istioCopies, istioShares } from './istio-interpreter';

interface Text {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

interface Match {
  readonly uri?: Text;
  readonly headers?: Readonly<Record<string, Text>>;
}

/** VirtualServices of one Gateway. */
export const ISTIO: Dialect = {
  router: 'Istio',
  entries: (manifests) => mergedPaths(manifests.filter(({ kind }) => kind === 'VirtualService').flatMap(servicePlaces)),
  shares: istioShares,
  copies: istioCopies,
};

function servicePlaces(object: Manifest): readonly RouteEntry[] {
  const { hosts = [], http = [] } = (object.spec ?? {}) as { hosts?: readonly string[]; http?: readonly { match?: readonly Match[] }[] };
  return hosts.flatMap((host) =>
    http.flatMap(({ match = [{}] }) =>
      match.map(
        ({ uri, headers = {} }): RouteEntry => ({ host: host === '*' ? '' : host, object, ...pathOf(uri), marks: marksOf(headers) }),
      ),
    ),
  );
}

function pathOf(uri: Text | undefined): Pick<RouteEntry, 'path' | 'pathType'> {
  if (uri?.exact !== undefined) return { path: uri.exact, pathType: 'Exact' };
  if (uri?.regex !== undefined) return { path: uri.regex, pathType: 'Pattern' };
  return { path: uri?.prefix ?? '/', pathType: 'Prefix' };
}

/** A cookie is found in a pattern over the whole header, as in `^(.*;\s*)?color=always(;.*)?$`. */
function marksOf(headers: Readonly<Record<string, Text>>): readonly Mark[] {
  return Object.entries(headers).flatMap(([name, { exact, regex = '' }]) => {
    if (exact !== undefined) return [headerMark(name, exact)];
    const [, cookie, value] = /([-\w]+(?:\\?\.[-\w]+)*)=([-\w.]+)/.exec(regex) ?? [];
    if (name.toLowerCase() !== 'cookie' || cookie === undefined || value === undefined) return [];
    return [cookieMark(cookie.replaceAll('\\.', '.'), value)];
  });
}
