import { type ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { declareStandby } from '../../kube/capacity/demand';
import type { Scale } from './replicas';

/** KEDA scales the workload to this number of pods and keeps it there. @see https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling */
const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';

/**
 * Makes a service run this many pods, whatever its scale says. The pod template does not change, so no pod restarts.
 *
 * KEDA's autoscaler is paused at that number; Kubernetes' own gets it as both bounds, and is removed at 0, which it does not support. A
 * disruption budget needs two pods, and objectives need one: with none, they would raise alerts.
 */
export function standBy(service: Construct & { readonly workload: ApiObject }, scale: Scale | undefined, replicas: number): void {
  if (replicas < 2) service.node.tryRemoveChild('PodDisruptionBudget');
  if (replicas === 0) service.node.tryRemoveChild('PrometheusRule');
  if (typeof scale !== 'object') service.workload.addJsonPatch(set('/spec/replicas', replicas));
  else if (scale.kind === 'keda') child(service, 'ScaledObject')?.metadata.addAnnotation(PAUSED_REPLICAS, `${replicas}`);
  else if (replicas === 0) {
    service.node.tryRemoveChild('HorizontalPodAutoscaler');
    service.workload.addJsonPatch(set('/spec/replicas', 0));
  } else {
    const bounds = ['minReplicas', 'maxReplicas'].map((field) => set(`/spec/${field}`, replicas));
    child(service, 'HorizontalPodAutoscaler')?.addJsonPatch(...bounds);
  }
  declareStandby(service, replicas);
}

function set(path: string, value: number): JsonPatch {
  return JsonPatch.add(path, value);
}

function child(service: Construct, id: string): ApiObject | undefined {
  return service.node.tryFindChild(id) as ApiObject | undefined;
}
