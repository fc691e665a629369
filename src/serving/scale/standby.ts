import { type ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { declareStandby } from '../../kube/capacity/demand';
import { PAUSED_REPLICAS } from './keda';
import type { Scale } from './replicas';

/**
 * Has a service run so many pods, whatever its scale says. Nothing of the pod template changes, so no pod is restarted.
 *
 * An autoscaler of KEDA is paused at that number, which is its own way; one of Kubernetes gets it as both of its bounds, and is left out at 0,
 * which it does not have. A disruption budget needs two pods, and objectives need one: the loss of all would be alerted of.
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
