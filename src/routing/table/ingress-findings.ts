import type { Manifest } from '../../manifest/manifest';
import { NGINX } from '../interpreters/ingress-entries';
import { type IngressPath, ingressPaths } from '../interpreters/ingress-path';
import { type RouteFinding, titleOf } from './route-finding';
import type { RoutingGroup } from './routing-groups';

const CANARY = 'nginx.ingress.kubernetes.io/canary';
const CLASS = 'kubernetes.io/ingress.class';

/**
 * Fields of an Ingress without effect: the class set twice (`routes.class-twice`), and for nginx a canary without a primary
 * (`routes.canary-alone`), one on the primary's own Service (`routes.canary-same-service`), a second one (`routes.canary-second`), and a total
 * below 100 (`routes.weight-total`).
 */
export function ingressFindings(groups: readonly RoutingGroup[]): readonly RouteFinding[] {
  const ingresses = new Set(groups.flatMap(({ manifests }) => manifests.filter(({ kind }) => kind === 'Ingress')));
  const nginx = groups.filter(({ dialect }) => dialect === NGINX);
  return [...[...ingresses].flatMap(classTraps), ...nginx.flatMap(({ manifests }) => canaryTraps(manifests))];
}

function classTraps(object: Manifest): readonly RouteFinding[] {
  const annotation = object.metadata.annotations?.[CLASS];
  const field = (object.spec as { ingressClassName?: string } | undefined)?.ingressClassName;
  if (annotation === undefined || field === undefined) return [];
  const what =
    annotation === field
      ? `sets its class twice, as ingressClassName and as the annotation ${CLASS}`
      : `ingressClassName is "${field}" and the annotation ${CLASS} is "${annotation}", which the API server refuses when it is created`;
  return [{ code: 'routes.class-twice', object, what, fix: 'remove the annotation' }];
}

function canaryTraps(manifests: readonly Manifest[]): readonly RouteFinding[] {
  const paths = ingressPaths(manifests);
  const isCanary = ({ ingress }: IngressPath): boolean => ingress.metadata.annotations?.[CANARY] === 'true';
  const primaries = paths.filter((path) => !isCanary(path));
  const canaries = paths.filter(isCanary);
  return canaries.flatMap((canary, position) => {
    const object = canary.ingress;
    const place = `${canary.host || 'every host'}${canary.path} (${canary.pathType})`;
    const primary = primaries.find((path) => samePlace(path, canary));
    const first = canaries.findIndex((path) => samePlace(path, canary));
    return [
      ...totalTraps(object),
      ...(primary === undefined
        ? [
            {
              code: 'routes.canary-alone',
              object,
              what: `no other Ingress has ${place}, so this canary is dropped`,
              fix: 'give both the same host, path and path type',
            },
          ]
        : []),
      ...(primary?.service === canary.service && primary.ingress.metadata.namespace === object.metadata.namespace
        ? [
            {
              code: 'routes.canary-same-service',
              object,
              what: `${titleOf(primary.ingress)} is on Service "${canary.service}" too, so this canary does nothing`,
              fix: 'remove the canary',
            },
          ]
        : []),
      ...(first < position
        ? [
            {
              code: 'routes.canary-second',
              object,
              what: `${titleOf((canaries[first] as IngressPath).ingress)} is a canary of ${place} too, and one is used`,
              fix: 'remove one of them',
            },
          ]
        : []),
    ];
  });
}

function samePlace(left: IngressPath, right: IngressPath): boolean {
  return left.host === right.host && left.path === right.path && left.pathType === right.pathType;
}

function totalTraps(object: Manifest): readonly RouteFinding[] {
  const total = object.metadata.annotations?.[`${CANARY}-weight-total`];
  if (total === undefined || Number(total) >= 100) return [];
  const what = `canary-weight-total is ${total}, and totals below 100 count as 100`;
  return [{ code: 'routes.weight-total', object, what, fix: 'remove it, and write the weight in percent' }];
}
