import { ApiObject } from 'cdk8s';
import type { HttpRouteSpec, HttpRouteSpecParentRefs } from '../../../imports/gateway-api';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import type { Manifest } from '../../manifest/manifest';

/** A Gateway that is created elsewhere, by name and namespace. */
export interface GatewayReference {
  /** The name of the Gateway. */
  readonly name: string;
  /** The namespace of the Gateway. @default - that of the route */
  readonly namespace?: string;
  /** The listener to attach to. @default - every listener that admits the route */
  readonly sectionName?: string;
}

const CODE = 'BlueGreenRoute.via';
const FIX = "pass the Gateway construct, or gateway: { name: 'public', namespace: 'gateways' }";

/** The Gateway as an HTTPRoute names it. Refused: objects that are not a Gateway, names that the API server refuses. */
export function parentRef(where: string, gateway: unknown, code = CODE): HttpRouteSpecParentRefs {
  const { name, namespace, sectionName } = readGateway(where, gateway, code);
  return {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    ...(namespace === undefined ? {} : { namespace: checkName(code, where, namespace, DNS_LABEL) }),
    name: checkName(code, where, name, DNS_SUBDOMAIN),
    ...(sectionName === undefined ? {} : { sectionName: checkName(code, where, sectionName, DNS_SUBDOMAIN) }),
  };
}

/** Whether a route attaches to the same Gateway. A name without namespace means the route's own. */
export function hasParent(manifest: Manifest, parent: HttpRouteSpecParentRefs, namespace: string | undefined): boolean {
  const own = `${parent.namespace ?? namespace}/${parent.name}`;
  const { parentRefs = [] } = (manifest.spec ?? {}) as HttpRouteSpec;
  return parentRefs.some((other) => `${other.namespace ?? manifest.metadata.namespace}/${other.name}` === own);
}

function readGateway(where: string, gateway: unknown, code: string): GatewayReference {
  if (ApiObject.isApiObject(gateway)) {
    const { kind, name, metadata } = gateway;
    if (kind === 'Gateway') return { name, namespace: metadata.namespace };
    throw new ConfigError(code, { where, what: `${gateway.node.path} is a ${kind}, not a Gateway`, fix: FIX });
  }
  const { name, namespace, sectionName } = (gateway ?? {}) as Partial<GatewayReference>;
  if ([name, namespace ?? '', sectionName ?? ''].every((text) => typeof text === 'string'))
    return { name: name as string, namespace, sectionName };
  throw new ConfigError(code, { where, what: '`gateway` has no valid name', fix: FIX });
}
