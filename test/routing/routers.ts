import type { Manifest } from '../../src/manifest/manifest';
import { gatewayApi } from '../../src/routing/gateway-api';
import { gatewayApiShares } from '../../src/routing/interpreter/gateway-api';
import { nginxShares } from '../../src/routing/interpreter/nginx';
import type { RoutedRequest } from '../../src/routing/interpreter/request';
import type { Shares } from '../../src/routing/interpreter/shares';
import { nginx } from '../../src/routing/nginx';
import type { RouteObject } from '../../src/routing/router';
import type { RoutingSpec } from '../../src/routing/routing-spec';
import { gatewaySpecs, nginxSpecs } from './arbitrary-spec';

/** The objects of a route as they reach the cluster. */
export function placed(objects: readonly RouteObject[]): Manifest[] {
  return objects.map(({ manifest }) => ({ ...manifest, metadata: { ...manifest.metadata, namespace: 'team-a' } }));
}

const gateway = gatewayApi({ gateway: { name: 'public' } });
const controller = nginx({ ingressClass: 'nginx' });

/** Each router with its specs, its objects and its interpreter. */
export const ROUTERS = [
  {
    title: 'Gateway API',
    specs: gatewaySpecs,
    objects: (spec: RoutingSpec): Manifest[] => placed(gateway.objects(spec)),
    shares: (manifests: readonly Manifest[], request: RoutedRequest): Shares => gatewayApiShares(manifests, request),
  },
  {
    title: 'nginx',
    specs: nginxSpecs,
    objects: (spec: RoutingSpec): Manifest[] => placed(controller.objects(spec)),
    shares: (manifests: readonly Manifest[], request: RoutedRequest): Shares => nginxShares(manifests, request),
  },
] as const;
