import type { Ingress, IngressServiceBackend } from '../../../imports/kubernetes';
import type { Manifest } from '../../manifest/manifest';
import { serviceKey } from './shares';

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** How a canary's share is chosen, from its annotations. */
export interface CanaryPolicy {
  readonly weight: number;
  readonly weightTotal: number;
  readonly header?: string;
  readonly headerValue?: string;
  readonly headerPattern?: string;
  readonly cookie?: string;
}

/** One path of one Ingress, as the controller sees it. */
export interface NginxPath {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  /** The upstream: a Service's port in a namespace. All Ingresses that name it share it. */
  readonly upstream: string;
  readonly canary?: CanaryPolicy;
  readonly affinity: boolean;
  readonly legacyCanaryAffinity: boolean;
  /** Where copies go: a Service, when the target is the URL of one. */
  readonly mirror?: string;
}

/** The paths of all Ingresses in the controller's order: by age, and among those of one second the greater name first. */
export function nginxPaths(manifests: readonly Manifest[]): readonly NginxPath[] {
  return manifests
    .filter((manifest) => manifest.kind === 'Ingress')
    .sort(controllerOrder)
    .flatMap(pathsOf);
}

function controllerOrder(left: Manifest, right: Manifest): number {
  const [leftTime, rightTime] = [left, right].map(({ metadata }) => String(metadata.creationTimestamp ?? '')) as [string, string];
  if (leftTime !== rightTime) return leftTime < rightTime ? -1 : 1;
  const [leftName, rightName] = [left, right].map(({ metadata }) => `${metadata.namespace}/${metadata.name}`) as [string, string];
  return leftName > rightName ? -1 : 1;
}

function pathsOf(manifest: Manifest): readonly NginxPath[] {
  const { spec } = manifest as unknown as Ingress;
  const read = (name: string): string | undefined => manifest.metadata.annotations?.[`${PREFIX}${name}`];
  const annotated = {
    ...(read('canary') === 'true' ? { canary: canaryPolicy(read) } : {}),
    affinity: read('affinity') === 'cookie',
    legacyCanaryAffinity: read('affinity-canary-behavior') === 'legacy',
    ...(read('mirror-target') === undefined ? {} : { mirror: mirrorKey(read('mirror-target') ?? '') }),
  };
  return (spec?.rules ?? []).flatMap(({ host = '', http }) =>
    (http?.paths ?? []).flatMap(({ path = '/', pathType, backend: { service } }) =>
      service === undefined ? [] : [{ host, path, pathType, upstream: upstreamKey(manifest, service), ...annotated }],
    ),
  );
}

function upstreamKey(manifest: Manifest, { name, port }: IngressServiceBackend): string {
  return serviceKey(manifest.metadata.namespace, name, port?.number ?? port?.name);
}

/** `http://scorer.team-a.svc.cluster.local:80$request_uri` is a Service; anything else stays as it is written. */
function mirrorKey(target: string): string {
  const [, name, namespace, port] =
    /^https?:\/\/([-a-z0-9]+)\.([-a-z0-9]+)\.svc(?:\.[-a-z0-9.]+)?(?::([0-9]+))?(?:[/$].*)?$/.exec(target) ?? [];
  if (name === undefined) return target;
  return serviceKey(namespace, name, port ?? (target.startsWith('https') ? 443 : 80));
}

function canaryPolicy(read: (name: string) => string | undefined): CanaryPolicy {
  return {
    weight: Number(read('canary-weight') ?? 0),
    weightTotal: Number(read('canary-weight-total') ?? 100),
    header: read('canary-by-header'),
    headerValue: read('canary-by-header-value'),
    headerPattern: read('canary-by-header-pattern'),
    cookie: read('canary-by-cookie'),
  };
}
