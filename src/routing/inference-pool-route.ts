import type { ApiObject } from 'cdk8s';
import { type HttpRouteSpec, HttpRouteSpecRulesMatchesPathType } from '../../imports/gateway-api';
import { goDuration } from '../base/units';
import type { CustomObject } from '../kube/kube-object';
import { checkHostname, checkPath } from './route/route-address';
import { type RouteTimeouts, timeoutSeconds } from './route/route-timeouts';
import { type GatewayReference, parentRef } from './routers/gateway-reference';

/** How requests reach a pool. */
export interface PoolRoute {
  /** The Gateway. Its implementation must know inference pools. @see https://gateway-api-inference-extension.sigs.k8s.io/implementations/gateways/ */
  readonly gateway: GatewayReference | ApiObject;
  /** The host name that users call (`InferencePool.route`). @default - every host of the Gateway's listener */
  readonly hostname?: string;
  /** Requests below this path are the pool's. @default '/' */
  readonly path?: string;
  /** How long answers may take. @default - the Gateway's own limits */
  readonly timeouts?: RouteTimeouts;
}

const CODE = 'InferencePool.route';

/** The HTTPRoute of a pool, with its name. */
export function poolRoute(where: string, metadata: CustomObject['metadata'], route: PoolRoute): CustomObject {
  const { gateway, hostname, path = '/', timeouts } = route;
  const { request, backendRequest } = timeoutSeconds(where, timeouts);
  const limits = {
    ...(request === undefined ? {} : { request: goDuration(request) }),
    ...(backendRequest === undefined ? {} : { backendRequest: goDuration(backendRequest) }),
  };
  const spec: HttpRouteSpec = {
    parentRefs: [parentRef(where, gateway, CODE)],
    ...(hostname === undefined ? {} : { hostnames: [checkHostname(CODE, where, hostname, 'wildcard')] }),
    rules: [
      {
        matches: [{ path: { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: checkPath(CODE, where, path) } }],
        backendRefs: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', name: metadata.name, weight: 1 }],
        ...(Object.keys(limits).length === 0 ? {} : { timeouts: limits }),
      },
    ],
  };
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata, spec };
}
