import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_1035_LABEL } from '../../base/names';
import type { Color } from './colors';
import type { Backend } from './resolved-route';

/**
 * A Service that takes requests: an `MLService`, a `Service` of cdk8s-plus, or `{ name: 'scorer-blue', port: 80 }` for one made elsewhere.
 */
export interface ServiceTarget {
  /** Name of the Service. */
  readonly name: string;
  /** A port of the Service, not of its pods. */
  readonly port: number;
  /** Namespace of the Service. Must be the route's own. @default - the namespace of the construct's Service; for literals, the route's */
  readonly namespace?: string;
}

/** Name and port of a color's Service. Refused under the color: no object, no such name, no such port, another namespace. */
export function backendOf(route: Construct, color: Color, target: ServiceTarget): Backend {
  const [code, where] = [`BlueGreenRoute.${color}`, route.node.path];
  const name = field(code, where, target, 'name');
  const port = field(code, where, target, 'port');
  const fix = `pass the object: ${color}: service, or ${color}: { name: 'scorer-${color}', port: 80 }`;
  if (typeof name !== 'string') throw new ConfigError(code, { where, what: `${color} names no Service`, fix });
  checkName(code, where, name, DNS_1035_LABEL);
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new ConfigError(code, {
      where,
      what: `Service "${name}" has the port ${JSON.stringify(port)}, not a number from 1 to 65535`,
      fix,
    });
  }
  refuseOtherNamespace(code, route, name, namespaceOf(target));
  return { name, port };
}

/** Some engines send requests to their pods themselves: a Service of theirs would go past what they promise, or speak TLS of their own. */
export function refuseRoutedElsewhere(code: string, where: string, target: ServiceTarget | undefined): void {
  const { routedBy } = (target ?? {}) as { readonly routedBy?: unknown };
  if (typeof routedBy !== 'string') return;
  const fix = 'use MLService or KServeInferenceService, whose Services are stable and plain';
  throw new ConfigError(code, {
    where,
    what: `${Construct.isConstruct(target) ? target.node.path : 'this color'} is routed by ${routedBy}`,
    fix,
  });
}

/** The Service object behind a target that is a construct of this app; undefined for Services made elsewhere. */
export function serviceObject(target: ServiceTarget): ApiObject | undefined {
  if (!Construct.isConstruct(target)) return undefined;
  return target.node
    .findAll()
    .filter((child): child is ApiObject => ApiObject.isApiObject(child))
    .find((object) => object.apiVersion === 'v1' && object.kind === 'Service' && object.name === target.name);
}

/** Reads a field that may be computed: a cdk8s-plus Service without ports throws when it is asked for one. */
function field(code: string, where: string, target: ServiceTarget, name: 'name' | 'port'): unknown {
  try {
    return (target as ServiceTarget | undefined)?.[name];
  } catch (cause) {
    const fix = 'give the Service a port before the route is made';
    throw new ConfigError(code, { where, what: `the Service tells no ${name}`, fix, cause });
  }
}

function namespaceOf(target: ServiceTarget): string | undefined {
  if (typeof target.namespace === 'string') return target.namespace;
  if (!Construct.isConstruct(target)) return undefined;
  return serviceObject(target)?.metadata.namespace ?? Chart.of(target).namespace;
}

/** Gateway API asks for a ReferenceGrant, which this library does not write yet; an Ingress cannot do it at all. */
function refuseOtherNamespace(code: string, route: Construct, name: string, namespace: string | undefined): void {
  const own = Chart.of(route).namespace;
  if (namespace === undefined || namespace === own) return;
  throw new ConfigError(code, {
    where: route.node.path,
    what: `Service "${name}" is in namespace "${namespace}", the route in "${own ?? '(none)'}"`,
    fix: 'put the route into the namespace of its Services; the Gateway may stand in another',
  });
}
