import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { DeploymentStrategy, PodSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_1035_LABEL } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { setTimeBudget } from '../../kube/delivery/time-budget';
import { type CustomObject, customObject, kubeObject } from '../../kube/kube-object';
import { podTemplate } from '../../kube/pod/resolve-pod';
import { serviceAccountName } from '../../kube/pod/service-account';
import { disruptionBudget } from '../../kube/server/server-objects';
import { chosenStrategy, type Endpoints } from '../../serving/ml-service';
import { isDownloaded } from '../../serving/model/model';
import { namespaceAround, type ResolvedService } from '../../serving/resolve-model-server';
import { demandDevices } from '../../serving/rollout/device-demand';
import type { Scale } from '../../serving/scale/replicas';
import { resolveOperated } from '../operated-server';
import type { KServeInferenceServiceProps } from './kserve-props';
import { resolveKServeStorage } from './kserve-storage';

const CODE = 'KServeInferenceService';

/** A model server that KServe runs: an InferenceService in the mode without Knative, with the runtimes of this library. */
export class KServeInferenceService extends Construct {
  /** The Service that takes requests, `<name>-predictor`: with {@link port} a color of a route. */
  readonly name: string;
  /** The Service's port for HTTP. */
  readonly port: number = 80;
  readonly namespace: string;
  /** Labels that select the service's pods, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  readonly endpoints: Endpoints;
  /** The InferenceService, for patches that no prop offers: `service.workload.addJsonPatch(…)`. */
  readonly workload: ApiObject;

  constructor(scope: Construct, id: string, props: KServeInferenceServiceProps) {
    super(scope, id);
    const service = resolveInferenceService(this, id, props);
    this.namespace = service.namespace;
    this.name = `${service.name}-predictor`;
    this.selector = service.selector;
    this.endpoints = { selector: service.selector, port: service.ports[0]?.port ?? 0 };
    serviceAccountName(this, service);
    this.workload = customObject(this, 'Resource', inferenceServiceManifest(service, chosenStrategy(this, service)));
    if (service.monitor !== undefined) customObject(this, 'Monitor', service.monitor);
    if (service.sloRule !== undefined) customObject(this, 'PrometheusRule', service.sloRule);
    const budget = disruptionBudget(service);
    if (budget !== undefined) kubeObject(this, 'PodDisruptionBudget', budget);
    if (service.networkPolicy !== undefined) kubeObject(this, 'NetworkPolicy', service.networkPolicy);
    demandDevices(this, service.demand);
    setTimeBudget(this, service.budget);
  }
}

interface ResolvedInferenceService extends ResolvedService {
  readonly secrets: readonly string[];
}

function resolveInferenceService(construct: Construct, id: string, props: KServeInferenceServiceProps): ResolvedInferenceService {
  const where = construct.node.path;
  const namespace = namespaceAround(construct);
  validateProps(CODE, where, props);
  const { replicas, monitoring, model } = props;
  const name = checkName(`${CODE}.name`, where, props.name ?? id, DNS_1035_LABEL, LONGEST_NAMES['serving.kserve.io/InferenceService'].max);
  // KServe writes the name into host names together with the namespace.
  checkName(`${CODE}.name`, where, `${name}-predictor-${namespace}`, DNS_1035_LABEL);
  const refuse = (prop: string, what: string, fix: string): never => {
    throw new ConfigError(`${CODE}.${prop}`, { where, what, fix });
  };
  if (typeof replicas === 'object' && (replicas.kind !== 'hpa' || replicas.cpuUtilization === undefined)) {
    const fix = 'use Scale.hpa({ min, max, cpuUtilization: 70 }), or MLService';
    refuse('replicas', "KServe's autoscaler supports only processor and memory use", fix);
  }
  if (monitoring !== undefined && monitoring.kind !== 'PodMonitor') {
    refuse('monitoring', "KServe makes the Service, with KServe's labels", 'use Monitoring.pods()');
  }
  const storage = resolveKServeStorage(CODE, where, props);
  const fetched = isDownloaded(model)
    ? // Read by the storage initializer for containers that are not those of a ServingRuntime.
      { weights: storage.weights({ STORAGE_URI: storage.uri }), fetchedToDisk: storage.fetchedToDisk }
    : {};
  const service = resolveOperated(construct, { ...props, name, modelSize: undefined }, { container: KSERVE_CONTAINER, ...fetched });
  return { ...service, secrets: storage.secrets };
}

/** The name by which KServe finds the server among the containers. */
const KSERVE_CONTAINER = 'kserve-container';

/** The fields of a predictor that this library writes. @see https://kserve.github.io/website/docs/reference/crd-api */
interface Predictor extends PodSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleMetric?: 'cpu';
  readonly scaleMetricType?: 'Utilization';
  readonly scaleTarget?: number;
  readonly deploymentStrategy: DeploymentStrategy;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const PREFIX = 'serving.kserve.io';

/** An InferenceService in the mode without Knative: a Deployment, and KServe's autoscaler only where one is asked for. */
function inferenceServiceManifest(service: ResolvedService, strategy: DeploymentStrategy): CustomObject {
  const { labels = {}, annotations = {} } = podTemplate(service.pod).metadata ?? {};
  const predictor: Predictor = {
    ...scaling(service.scale),
    deploymentStrategy: strategy,
    labels,
    annotations,
    containers: [],
    ...podTemplate(service.pod).spec,
  };
  return {
    apiVersion: `${PREFIX}/v1beta1`,
    kind: 'InferenceService',
    metadata: {
      name: service.name,
      labels: service.labels,
      annotations: {
        // The default of the cluster may be Knative, which has no use for half of these fields.
        [`${PREFIX}/deploymentMode`]: 'Standard',
        [`${PREFIX}/autoscalerClass`]: typeof service.scale === 'object' ? 'hpa' : 'none',
        ...annotations,
      },
    },
    spec: { predictor },
  };
}

function scaling(scale: Scale): Pick<Predictor, 'minReplicas' | 'maxReplicas' | 'scaleTarget'> {
  if (typeof scale === 'number') return { minReplicas: scale, maxReplicas: scale };
  const target = scale.kind === 'hpa' ? { scaleMetric: 'cpu', scaleMetricType: 'Utilization', scaleTarget: scale.cpuUtilization } : {};
  return { minReplicas: scale.min, maxReplicas: scale.max, ...target };
}
