import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_1035_LABEL } from '../../base/names';
import type { Color } from './colors';
import type { Backend } from './resolved-route';

/**
 * A Service that takes requests: an `MLService`, a `Service` of cdk8s-plus, or `{ name: 'scorer-blue', port: 80 }` for one that is created
 * elsewhere.
 */
export interface ServiceTarget {
  /** Name of the Service, for example `'scorer-blue'`. */
  readonly name: string;
  /** A port of the Service, not of its pods, for example `80`. */
  readonly port: number;
  /** Namespace of the Service. Must be the route's. @default - the namespace of the construct's Service; for literals, the route's */
  readonly namespace?: string;
}

/** Name and port of a color's Service. Refused under the color's name: an invalid name or port, another namespace. */
export function resolveBackend(route: Construct, color: Color, target: ServiceTarget): Backend {
  const [code, where] = [`BlueGreenRoute.${color}`, route.node.path];
  const name = checkName(code, where, readField(code, where, target, 'name'), DNS_1035_LABEL);
  const port = readField(code, where, target, 'port');
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    const what = `the port of Service "${name}" must be a number from 1 to 65535, got ${JSON.stringify(port)}`;
    throw new ConfigError(code, { where, what, fix: `write ${color}: { name: '${name}', port: 80 }` });
  }
  assertSameNamespace(code, route, name, namespaceOf(target));
  return { name, port };
}

/** Refuses a color whose engine sends requests to the pods itself: a Service beside it would bypass the engine's routing, or expect TLS. */
export function assertRoutable(code: string, where: string, target: ServiceTarget | undefined): void {
  const { routedBy } = (target ?? {}) as { readonly routedBy?: unknown };
  if (typeof routedBy !== 'string') return;
  const title = Construct.isConstruct(target) ? target.node.path : 'this color';
  const fix = 'use MLService or KServeInferenceService, which have a stable Service without TLS';
  throw new ConfigError(code, { where, what: `${title} is routed by ${routedBy}`, fix });
}

/** The Service object of a target that is a construct of this app; undefined for a Service that is created elsewhere. */
export function serviceObject(target: ServiceTarget): ApiObject | undefined {
  if (!Construct.isConstruct(target)) return undefined;
  return target.node
    .findAll()
    .filter((child): child is ApiObject => ApiObject.isApiObject(child))
    .find((object) => object.apiVersion === 'v1' && object.kind === 'Service' && object.name === target.name);
}

/** Reads a field that may be computed: a cdk8s-plus Service without ports throws when its port is read. */
function readField<Field extends 'name' | 'port'>(code: string, where: string, target: ServiceTarget, name: Field): ServiceTarget[Field] {
  try {
    return target[name];
  } catch (cause) {
    const fix = 'add a port to the Service before you create the route';
    throw new ConfigError(code, { where, what: `the ${name} of the Service cannot be read`, fix, cause });
  }
}

function namespaceOf(target: ServiceTarget): string | undefined {
  if (typeof target.namespace === 'string') return target.namespace;
  if (!Construct.isConstruct(target)) return undefined;
  return serviceObject(target)?.metadata.namespace ?? Chart.of(target).namespace;
}

/** Gateway API needs a ReferenceGrant for another namespace, which this library does not write yet; an Ingress cannot do it at all. */
function assertSameNamespace(code: string, route: Construct, name: string, namespace: string | undefined): void {
  const own = Chart.of(route).namespace;
  if (namespace === undefined || namespace === own) return;
  throw new ConfigError(code, {
    where: route.node.path,
    what: `Service "${name}" is in namespace "${namespace}", the route in "${own ?? '(none)'}"`,
    fix: 'put the route into the namespace of its Services; the Gateway may be in another',
  });
}
