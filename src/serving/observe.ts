import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { customObject } from '../kube/kube-object';
import { sloRule } from './burn-rate';
import type { MLServiceProps } from './ml-service-props';
import { monitor } from './monitoring';
import { runtimeMetrics } from './runtime-metrics';
import type { ServicePlan } from './service-plan';

/** The monitor of a service, and the rules of its objectives. */
export function addMonitoring(
  scope: Construct,
  plan: ServicePlan,
  { monitoring, slo, runtime }: Pick<MLServiceProps, 'monitoring' | 'slo' | 'runtime'>,
): void {
  const { where, labels, endpoints: selector, engine } = plan;
  const name = plan.identity.instance;
  const namespace = Chart.of(scope).namespace ?? '';
  if (monitoring !== undefined) customObject(scope, 'Monitor', monitor(monitoring, { where, name, labels, selector, engine }));
  if (slo === undefined) return;
  if (monitoring === undefined) {
    const fix = 'add monitoring: Monitoring.pods()';
    throw new ConfigError('MLService.slo', { where, what: 'there are objectives, and nothing collects the metrics that tell', fix });
  }
  const site = { where, namespace, name, runtime: runtime.kind, metrics: runtimeMetrics(runtime), downSeconds: downSeconds(plan) };
  customObject(scope, 'PrometheusRule', sloRule(slo, site, { name, labels: { ...monitoring.labels, ...labels } }));
}

/** Seconds that the loss of one scrape, or of one pod, may look like the loss of all. */
const MARGIN = 300;

/** A rollout that stops the only server leaves none until the next one answers; a service that may be idle has none by right. */
function downSeconds({ replicas, strategy, deadline }: ServicePlan): number | undefined {
  if (replicas.idle === 0) return undefined;
  const { rollingUpdate } = strategy(false);
  const keepsOne = rollingUpdate !== undefined && replicas.min > Number(rollingUpdate.maxUnavailable);
  return keepsOne ? MARGIN : deadline.seconds + MARGIN;
}
