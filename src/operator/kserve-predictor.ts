import type { Container, DeploymentStrategy, PodSpec, PodTemplateSpec } from '../../imports/kubernetes';
import type { CustomObject } from '../kube/kube-object';
import { SERVER } from '../serving/pod/deployment-spec';
import type { CpuScale } from '../serving/scale/replicas';

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

/** What an InferenceService says beside its pods. */
export interface PredictorDesign {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number | CpuScale | undefined;
  readonly strategy: DeploymentStrategy;
}

/** The name by which KServe finds the server among the containers. */
const KSERVE_CONTAINER = 'kserve-container';

const PREFIX = 'serving.kserve.io';

/** An InferenceService in the mode without Knative: a Deployment, and KServe's autoscaler only where one is asked for. */
export function inferenceService(design: PredictorDesign, { metadata = {}, spec }: PodTemplateSpec): CustomObject {
  const { labels = {}, annotations = {} } = metadata;
  const { containers = [], ...pod } = spec ?? {};
  const predictor: Predictor = {
    ...scaling(design.replicas),
    deploymentStrategy: design.strategy,
    labels,
    annotations,
    ...pod,
    containers: containers.map(
      (container): Container => (container.name === SERVER ? { ...container, name: KSERVE_CONTAINER } : container),
    ),
  };
  return {
    apiVersion: `${PREFIX}/v1beta1`,
    kind: 'InferenceService',
    metadata: {
      name: design.name,
      labels: design.labels,
      annotations: {
        // The default of the cluster may be Knative, which has no use for half of these fields.
        [`${PREFIX}/deploymentMode`]: 'Standard',
        [`${PREFIX}/autoscalerClass`]: typeof design.replicas === 'object' ? 'hpa' : 'none',
        ...annotations,
      },
    },
    spec: { predictor },
  };
}

function scaling(replicas: number | CpuScale = 1): Pick<Predictor, 'minReplicas' | 'maxReplicas' | 'scaleTarget'> {
  if (typeof replicas === 'number') return { minReplicas: replicas, maxReplicas: replicas };
  const { min, max, cpuUtilization } = replicas;
  const target = { scaleMetric: 'cpu', scaleMetricType: 'Utilization', scaleTarget: cpuUtilization };
  return { minReplicas: min, maxReplicas: max, ...target };
}
