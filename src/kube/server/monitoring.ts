import type { Duration } from 'cdk8s';
import type { PodMonitorSpec, ServiceMonitorSpec } from '../../../imports/prometheus-operator';
import { ConfigError } from '../../base/config-error';
import { goDuration, wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import type { CustomObject } from '../kube-object';
import type { PlainSpec } from '../plain-spec';
import type { ServerPort } from './resolve-server';

export interface MonitoringOptions {
  /** Labels by which the cluster's Prometheus selects its monitors: `{ release: 'kube-prometheus-stack' }`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Time between two scrapes, in whole seconds: `Duration.seconds(15)`. @default - that of the Prometheus */
  readonly interval?: Duration;
  /** Path of the metrics. @default '/metrics' */
  readonly path?: string;
}

/** How metrics are collected. Made by {@link Monitoring}. */
export interface Monitoring extends MonitoringOptions {
  readonly kind: 'PodMonitor' | 'ServiceMonitor';
}

/** Collects from the pods themselves. Made by {@link Monitoring.pods}. */
export interface PodMonitoring extends Monitoring {
  readonly kind: 'PodMonitor';
}

/** Ways to collect metrics with the Prometheus operator. */
export const Monitoring = checkedFactories('Monitoring', {
  /** A PodMonitor: finds every pod, also those that are not ready and get no requests. */
  pods(props: MonitoringOptions = {}): PodMonitoring {
    return { ...props, kind: 'PodMonitor' };
  },
  /** A ServiceMonitor: finds the pods behind the Service. */
  service(props: MonitoringOptions = {}): Monitoring {
    return { ...props, kind: 'ServiceMonitor' };
  },
} as const);

/** The workload that a monitor collects from. */
interface MonitoredServer {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  /** The port called `metrics` is scraped, else the first one. */
  readonly ports: readonly Pick<ServerPort, 'name'>[];
}

const PREFIX = 'app.kubernetes.io';

/**
 * The PodMonitor or ServiceMonitor of a server. In every series, the label `job` is the server's name and `app_kubernetes_io_version` its
 * version.
 */
export function monitorManifest(
  code: string,
  where: string,
  { kind, labels: extra, interval, path = '/metrics' }: Monitoring,
  { name, labels, selector, ports }: MonitoredServer,
): CustomObject {
  if (!/^\/\S*$/.test(path)) {
    const fix = "use a path such as '/metrics'";
    throw new ConfigError(`${code}.monitoring`, { where, what: `metrics path must start with "/", got ${JSON.stringify(path)}`, fix });
  }
  const port = (ports.find((known) => known.name === 'metrics') ?? ports[0])?.name;
  const every = interval === undefined ? {} : { interval: goDuration(wholeSeconds(`${code}.monitoring`, where, interval, 1)) };
  const endpoint = { ...(port === undefined ? {} : { port }), path, ...every };
  const shared = { jobLabel: `${PREFIX}/instance`, podTargetLabels: [`${PREFIX}/version`], selector: { matchLabels: selector } };
  const spec: PlainSpec<PodMonitorSpec> | PlainSpec<ServiceMonitorSpec> =
    kind === 'PodMonitor' ? { ...shared, podMetricsEndpoints: [endpoint] } : { ...shared, endpoints: [endpoint] };
  return { apiVersion: 'monitoring.coreos.com/v1', kind, metadata: { name, labels: { ...extra, ...labels } }, spec };
}
