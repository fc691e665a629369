import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type HttpRouteSpec, type HttpRouteSpecParentRefs, HttpRouteSpecRulesMatchesPathType } from '../../imports/gateway-api';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_1035_LABEL, DNS_SUBDOMAIN } from '../base/names';
import { goDuration } from '../base/units';
import { validateProps } from '../base/validate-props';
import { type CustomObject, customObject } from '../kube/kube-object';
import { workloadLabels } from '../kube/labels';
import { type NamedRef, nameOf } from '../kube/pod/environment-variables';
import { wholeNumber } from '../kube/whole-number';
import type { Endpoints } from '../serving/ml-service';
import { assertHostname, assertPath } from './route/route-address';
import { type RouteTimeouts, resolveTimeouts, type TimeoutSeconds } from './route/route-timeouts';
import { type GatewayReference, parentRef } from './routers/gateway-reference';

/** The Service of an endpoint picker, which chooses a pod for each request. */
export interface EndpointPicker {
  /**
   * The Service, in the pool's namespace: its name or the object.
   *
   * @example 'llama-picker'
   */
  readonly service: string | NamedRef;
  /** The port at which the Gateway asks the picker, 1–65535. @default 9002 */
  readonly port?: number;
  /**
   * What happens while the picker does not answer: `FailClose` drops requests, `FailOpen` lets the Gateway choose a pod.
   *
   * @default 'FailClose'
   */
  readonly failureMode?: 'FailOpen' | 'FailClose';
}

/** A service whose pods a pool can choose from: `MLService`, on one node or several, and `KServeInferenceService`. */
export interface PooledService extends Construct {
  /** The namespace of its pods. */
  readonly namespace: string;
  /** Which pods answer, and on which port. */
  readonly endpoints: Endpoints;
}

/** The HTTPRoute that leads to a pool. */
export interface PoolRoute {
  /**
   * The Gateway. Its implementation must support inference pools.
   *
   * @example { name: 'inference', namespace: 'gateways' }
   * @see https://gateway-api-inference-extension.sigs.k8s.io/implementations/gateways/
   */
  readonly gateway: GatewayReference | ApiObject;
  /**
   * The host name that users call. Must be a lowercase DNS name (`InferencePool.route`).
   *
   * @default - every host of the Gateway's listener
   * @example 'chat.example.com'
   */
  readonly hostname?: string;
  /** Requests with this path or one below it go to the pool. @default '/' */
  readonly path?: string;
  /** How long answers may take, for example `{ request: Duration.minutes(10) }`. @default - the Gateway's own limits */
  readonly timeouts?: RouteTimeouts;
}

export interface InferencePoolProps {
  /** Name of the pool. Must be a DNS name (`InferencePool.name`). @default - the construct id */
  readonly name?: string;
  /**
   * The service whose pods the picker chooses from. Of groups on several nodes, the pool has the leaders.
   *
   * @example llama
   */
  readonly service: PooledService;
  /**
   * The picker. It reads the metrics of every pod: if the service restricts its `callers`, the picker must be one of them.
   *
   * @example { service: 'llama-picker' }
   */
  readonly endpointPicker: EndpointPicker;
  /** Protocol between the Gateway and the pods. @default 'http' */
  readonly appProtocol?: 'http' | 'kubernetes.io/h2c';
  /**
   * The route through which requests reach the pool.
   *
   * A pool has no status until a route leads to it, and counts as not ready until then: a route that is created elsewhere must not wait for it.
   *
   * @default - the route is created elsewhere
   */
  readonly route?: PoolRoute;
}

/** The port of endpoint pickers unless they are configured otherwise. */
const PICKER_PORT = 9002;

/**
 * The pods of a service, for a Gateway that asks an endpoint picker which pod takes a request: the one with the shortest queue, or with the
 * prompt in its cache.
 *
 * The picker is not included: use the one of your Gateway's implementation or of llm-d.
 *
 * @see https://gateway-api-inference-extension.sigs.k8s.io/api-types/inferencepool/
 */
export class InferencePool extends Construct {
  readonly name: string;
  /** The pool, for patches that no prop offers. */
  readonly pool: ApiObject;

  constructor(scope: Construct, id: string, props: InferencePoolProps) {
    super(scope, id);
    validateProps('InferencePool', this.node.path, props);
    const pool = resolvePool(this, id, props);
    this.name = pool.name;
    this.pool = customObject(this, 'Resource', poolManifest(pool));
    if (pool.route !== undefined) customObject(this, 'Route', routeManifest(pool, pool.route));
    this.node.addDependency(props.service);
  }
}

interface ResolvedPool {
  readonly name: string;
  readonly endpoints: Endpoints;
  readonly appProtocol: string;
  readonly picker: { readonly name: string; readonly port: number; readonly failureMode: string };
  readonly route?: ResolvedPoolRoute;
}

interface ResolvedPoolRoute {
  readonly parent: HttpRouteSpecParentRefs;
  readonly hostname?: string;
  readonly path: string;
  readonly timeouts: TimeoutSeconds;
}

function resolvePool(construct: Construct, id: string, props: InferencePoolProps): ResolvedPool {
  const where = construct.node.path;
  const { service, endpointPicker, appProtocol = 'http', route } = props;
  const { port = PICKER_PORT, failureMode = 'FailClose' } = endpointPicker;
  assertPooled(construct, service);
  return {
    name: checkName('InferencePool.name', where, props.name ?? id, DNS_SUBDOMAIN),
    endpoints: service.endpoints,
    appProtocol,
    picker: {
      name: checkName('InferencePool.endpointPicker', where, nameOf(endpointPicker.service), DNS_1035_LABEL),
      port: wholeNumber('InferencePool.endpointPicker', where, port, { title: 'the port', min: 1, max: 65535 }),
      failureMode,
    },
    ...(route === undefined ? {} : { route: resolvePoolRoute(where, route) }),
  };
}

function resolvePoolRoute(where: string, { gateway, hostname, path = '/', timeouts }: PoolRoute): ResolvedPoolRoute {
  const code = 'InferencePool.route';
  return {
    parent: parentRef(where, gateway, code),
    ...(hostname === undefined ? {} : { hostname: assertHostname(code, where, hostname, 'wildcard') }),
    path: assertPath(code, where, path),
    timeouts: resolveTimeouts(where, timeouts),
  };
}

/** A pool selects pods of its own namespace, by port number. */
function assertPooled(construct: Construct, service: PooledService): void {
  const where = construct.node.path;
  if (typeof service.endpoints?.port !== 'number') {
    const fix = 'use an MLService or a KServeInferenceService';
    throw new ConfigError('InferencePool.service', { where, what: 'the service has no `endpoints` with a port number', fix });
  }
  const { namespace } = Chart.of(construct);
  if (namespace === service.namespace) return;
  const what = `the service is in namespace "${service.namespace}", the pool in "${namespace ?? '(none)'}"`;
  throw new ConfigError('InferencePool.service', { where, what, fix: 'put the pool into the chart of its service' });
}

function metadataOf({ name }: ResolvedPool): CustomObject['metadata'] {
  return { name, labels: workloadLabels({ app: name, instance: name, component: 'inference-pool' }) };
}

/** Every default of the API is written out: Argo CD would report a difference otherwise. */
function poolManifest(pool: ResolvedPool): CustomObject {
  const { endpoints, appProtocol, picker } = pool;
  return {
    apiVersion: 'inference.networking.k8s.io/v1',
    kind: 'InferencePool',
    metadata: metadataOf(pool),
    spec: {
      selector: { matchLabels: { ...endpoints.selector } },
      targetPorts: [{ number: endpoints.port }],
      appProtocol,
      endpointPickerRef: {
        group: '',
        kind: 'Service',
        name: picker.name,
        port: { number: picker.port },
        failureMode: picker.failureMode,
      },
    },
  };
}

function routeManifest(pool: ResolvedPool, { parent, hostname, path, timeouts }: ResolvedPoolRoute): CustomObject {
  const { request, backendRequest } = timeouts;
  const limits = {
    ...(request === undefined ? {} : { request: goDuration(request) }),
    ...(backendRequest === undefined ? {} : { backendRequest: goDuration(backendRequest) }),
  };
  const spec: HttpRouteSpec = {
    parentRefs: [parent],
    ...(hostname === undefined ? {} : { hostnames: [hostname] }),
    rules: [
      {
        matches: [{ path: { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: path } }],
        backendRefs: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', name: pool.name, weight: 1 }],
        ...(Object.keys(limits).length === 0 ? {} : { timeouts: limits }),
      },
    ],
  };
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: metadataOf(pool), spec };
}
