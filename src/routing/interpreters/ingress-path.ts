import type { IngressSpec } from '../../../imports/kubernetes';
import type { Manifest } from '../../manifest/manifest';
import { hasPathPrefix, hostFit, type RoutedRequest } from './routed-request';

/** One path of one Ingress. */
export interface IngressPath {
  readonly ingress: Manifest;
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly service: string;
  readonly port: number | string | undefined;
}

/** The paths of all Ingresses that name a Service, the oldest first. */
export function ingressPaths(manifests: readonly Manifest[]): readonly IngressPath[] {
  return manifests
    .filter(({ kind }) => kind === 'Ingress')
    .sort((left, right) => (ageKey(left) < ageKey(right) ? -1 : 1))
    .flatMap((ingress) =>
      ((ingress.spec as IngressSpec | undefined)?.rules ?? []).flatMap(({ host = '', http }) =>
        (http?.paths ?? []).flatMap(({ path = '/', pathType, backend }) =>
          backend?.service === undefined
            ? []
            : [
                {
                  ingress,
                  host,
                  path,
                  pathType,
                  service: backend.service.name,
                  port: backend.service.port?.number ?? backend.service.port?.name,
                },
              ],
        ),
      ),
    );
}

/** The paths that fit a request best: the closest host, an exact path, else the longest. Of equals all, in their order. */
export function bestPaths(paths: readonly IngressPath[], request: RoutedRequest): readonly IngressPath[] {
  const fits = paths.map(({ host }) => hostFit(host, request.host, 'one-label') ?? -1);
  const closest = Math.max(-1, ...fits);
  if (closest < 0) return [];
  const ranked = paths
    .filter((path, position) => fits[position] === closest && matches(path, request.path))
    .map((path) => ({ path, rank: path.pathType === 'Exact' ? Number.MAX_SAFE_INTEGER : path.path.length }));
  const best = Math.max(-1, ...ranked.map(({ rank }) => rank));
  return ranked.filter(({ rank }) => rank === best).map(({ path }) => path);
}

function matches({ path, pathType }: IngressPath, asked: string): boolean {
  return pathType === 'Exact' ? asked === path : hasPathPrefix(asked, path);
}

function ageKey({ metadata }: Manifest): string {
  return `${metadata.creationTimestamp ?? ''} ${metadata.namespace}/${metadata.name}`;
}
