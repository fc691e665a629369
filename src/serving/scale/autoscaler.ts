import type { ApiObject } from 'cdk8s';
import { customObject, kubeObject } from '../../kube/kube-object';
import type { MLService } from '../ml-service';
import type { MLServiceProps } from '../ml-service-props';
import { SERVER } from '../pod/deployment-spec';
import { probedStartupSeconds } from '../probes';
import { runtimeMetrics } from '../runtime/runtime-metrics';
import type { ServicePlan } from '../service-plan';
import { scaledObject } from './keda';
import { autoscaler } from './replicas';

/** The autoscaler of a service's workload, where its number of replicas is not fixed. */
export function addAutoscaler(scope: MLService, workload: ApiObject, plan: ServicePlan, { replicas, runtime }: MLServiceProps): void {
  if (typeof replicas !== 'object') return;
  const { where, labels, deadline } = plan;
  const { apiVersion, kind, name } = workload;
  const site = { where, name, labels, target: { apiVersion, kind }, startupSeconds: probedStartupSeconds(plan.startupSeconds) };
  if (replicas.kind === 'hpa') {
    kubeObject(scope, 'HorizontalPodAutoscaler', autoscaler(replicas, site, SERVER));
    return;
  }
  const { waiting } = runtimeMetrics(runtime);
  const more = { namespace: scope.namespace, readySeconds: deadline.seconds, waiting };
  customObject(scope, 'ScaledObject', scaledObject(replicas, { ...site, ...more }));
}
