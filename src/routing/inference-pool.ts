import type { ApiObject } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_1035_LABEL, DNS_SUBDOMAIN } from '../base/names';
import { validateProps } from '../base/validate-props';
import { customObject } from '../kube/kube-object';
import { workloadLabels } from '../kube/labels';
import { type NamedRef, nameOf } from '../kube/pod/environment-variables';
import { wholeNumber } from '../kube/whole-number';
import type { Endpoints } from '../serving/ml-service';
import { type PoolRoute, poolRoute } from './inference-pool-route';

/** The Service of an endpoint picker, which chooses a pod for each request. */
export interface EndpointPicker {
  /** The Service, in the pool's namespace. */
  readonly service: string | NamedRef;
  /** Its port for the Gateway's questions, 1–65535. @default 9002 */
  readonly port?: number;
  /**
   * What happens while it does not answer: `FailClose` drops requests, `FailOpen` lets the Gateway choose.
   *
   * @default 'FailClose'
   */
  readonly failureMode?: 'FailOpen' | 'FailClose';
}

/** A service whose pods a pool can choose from: `MLService`, on one node or several, and `KServeInferenceService`. */
export interface PooledService extends Construct {
  readonly namespace: string;
  readonly endpoints: Endpoints;
}

export interface InferencePoolProps {
  /** The name of the pool (`InferencePool.name`). @default - the construct's id */
  readonly name?: string;
  /** The service in whose pods the picker chooses; of groups on several nodes, their leaders. @example llama */
  readonly service: PooledService;
  /**
   * The picker. It reads the metrics of every pod: where the service lists `callers`, it must be one of them.
   *
   * @example { service: 'llama-picker' }
   */
  readonly endpointPicker: EndpointPicker;
  /** How the Gateway speaks to the pods. @default 'http' */
  readonly appProtocol?: 'http' | 'kubernetes.io/h2c';
  /**
   * The route through which requests reach the pool.
   *
   * A pool has no status until a route leads to it, and counts as not ready so long: a route that is made elsewhere must not wait for it.
   *
   * @default - made elsewhere
   */
  readonly route?: PoolRoute;
}

const CODE = 'InferencePool';

/** Where endpoint pickers listen unless they are told otherwise. */
const PICKER_PORT = 9002;

/**
 * The pods of a service, for a Gateway that asks an endpoint picker which of them takes a request: the one with the shortest queue, or with the
 * prompt in its cache.
 *
 * The picker is not part of it: bring the one of your Gateway's implementation or of llm-d.
 *
 * @see https://gateway-api-inference-extension.sigs.k8s.io/api-types/inferencepool/
 */
export class InferencePool extends Construct {
  readonly name: string;
  /** The pool, for patches that no prop offers. */
  readonly pool: ApiObject;

  constructor(scope: Construct, id: string, props: InferencePoolProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps(CODE, where, props);
    refuseOtherPods(this, props);
    this.name = checkName(`${CODE}.name`, where, props.name ?? id, DNS_SUBDOMAIN);
    const labels = workloadLabels({ app: this.name, instance: this.name, component: 'inference-pool' });
    const metadata = { name: this.name, labels };
    const apiVersion = 'inference.networking.k8s.io/v1';
    this.pool = customObject(this, 'Resource', { apiVersion, kind: 'InferencePool', metadata, spec: poolSpec(where, props) });
    if (props.route !== undefined) customObject(this, 'Route', poolRoute(where, metadata, props.route));
    this.node.addDependency(props.service);
  }
}

function poolSpec(where: string, { service, endpointPicker, appProtocol = 'http' }: InferencePoolProps) {
  const { port = PICKER_PORT, failureMode = 'FailClose' } = endpointPicker;
  return {
    selector: { matchLabels: { ...service.endpoints.selector } },
    targetPorts: [{ number: service.endpoints.port }],
    appProtocol,
    // Every value that the API would fill in is written out: Argo CD would find it different indefinitely.
    endpointPickerRef: {
      group: '',
      kind: 'Service',
      name: checkName(`${CODE}.endpointPicker`, where, nameOf(endpointPicker.service), DNS_1035_LABEL),
      port: { number: wholeNumber(`${CODE}.endpointPicker`, where, port, { title: 'the port', min: 1, max: 65535 }) },
      failureMode,
    },
  };
}

/** A pool selects pods of its own namespace, and knows ports by number. */
function refuseOtherPods(pool: Construct, { service }: InferencePoolProps): void {
  const where = pool.node.path;
  if (typeof service.endpoints?.port !== 'number') {
    const fix = 'use an MLService or a KServeInferenceService';
    throw new ConfigError(`${CODE}.service`, { where, what: 'the service does not say which pods answer, and on which port', fix });
  }
  const { namespace } = Chart.of(pool);
  if (namespace === service.namespace) return;
  const what = `the service is in namespace "${service.namespace}", the pool in "${namespace ?? '(none)'}"`;
  throw new ConfigError(`${CODE}.service`, { where, what, fix: 'put the pool into the chart of its service' });
}
