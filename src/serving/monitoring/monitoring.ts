import { Chart, type Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodMonitorSpec, ServiceMonitorSpec } from '../../../imports/prometheus-operator';
import { ConfigError } from '../../base/config-error';
import { goDuration, wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import { type CustomObject, customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import type { MLServiceProps } from '../ml-service-props';
import type { Engine } from '../runtime/runtime-engine';
import { runtimeMetrics } from '../runtime/runtime-metrics';
import type { ServicePlan } from '../service-plan';
import { sloRule } from './burn-rate';

export interface MonitoringProps {
  /** Labels by which the Prometheus of the cluster picks its monitors: `{ release: 'kube-prometheus-stack' }`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Time between two scrapes, in whole seconds. @default - that of the Prometheus */
  readonly interval?: Duration;
  /** Path of the metrics. @default '/metrics' */
  readonly path?: string;
}

/** How metrics are collected. Made by {@link Monitoring}. */
export interface Monitoring extends MonitoringProps {
  readonly kind: 'PodMonitor' | 'ServiceMonitor';
}

/** Collects from the pods themselves. Made by {@link Monitoring.pods}. */
export interface PodMonitoring extends Monitoring {
  readonly kind: 'PodMonitor';
}

/** Ways to collect metrics with the Prometheus operator. */
export const Monitoring = checkedFactories('Monitoring', {
  /** A PodMonitor: finds every pod, also those that are not ready and get no requests. */
  pods(props: MonitoringProps = {}): PodMonitoring {
    return { ...props, kind: 'PodMonitor' };
  },
  /** A ServiceMonitor: finds the pods behind the Service. */
  service(props: MonitoringProps = {}): Monitoring {
    return { ...props, kind: 'ServiceMonitor' };
  },
});

/** What a monitor must know of its service. */
export interface MonitoredService {
  readonly where: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly engine: Pick<Engine, 'ports'>;
}

const PREFIX = 'app.kubernetes.io';

/** The PodMonitor or ServiceMonitor of a service. The label `job` of every series is the service's name, `app_kubernetes_io_version` its version. */
export function monitor(monitoring: Monitoring, { where, name, labels, selector, engine }: MonitoredService): CustomObject {
  refuseBroken(where, monitoring);
  const port = (engine.ports.find((known) => known.name === 'metrics') ?? engine.ports[0]).name;
  const endpoint = { port, path: monitoring.path ?? '/metrics', ...interval(where, monitoring.interval) };
  const shared = { jobLabel: `${PREFIX}/instance`, podTargetLabels: [`${PREFIX}/version`], selector: { matchLabels: selector } };
  const spec: PlainSpec<PodMonitorSpec> | PlainSpec<ServiceMonitorSpec> =
    monitoring.kind === 'PodMonitor' ? { ...shared, podMetricsEndpoints: [endpoint] } : { ...shared, endpoints: [endpoint] };
  const metadata = { name, labels: { ...monitoring.labels, ...labels } };
  return { apiVersion: 'monitoring.coreos.com/v1', kind: monitoring.kind, metadata, spec };
}

function interval(where: string, duration: Duration | undefined): { readonly interval?: string } {
  return duration === undefined ? {} : { interval: goDuration(wholeSeconds('MLService.monitoring', where, duration, 1)) };
}

function refuseBroken(where: string, { kind, path = '/metrics' }: Monitoring): void {
  if ((kind === 'PodMonitor' || kind === 'ServiceMonitor') && /^\/\S*$/.test(path)) return;
  const fix = "use Monitoring.pods() or Monitoring.service(), with a path such as '/metrics'";
  throw new ConfigError('MLService.monitoring', { where, what: `monitoring is ${JSON.stringify({ kind, path })}`, fix });
}

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
