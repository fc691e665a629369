import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { DaemonSet, PodSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { validateProps } from '../base/validate-props';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { type CustomObject, customObject, kubeObject } from '../kube/kube-object';
import type { PodProps } from '../kube/pod/pod-props';
import { podTemplate } from '../kube/pod/resolve-pod';
import type { NodeSecurityExceptions, SecurityProps } from '../kube/pod/security';
import { serviceAccountName } from '../kube/pod/service-account';
import { type Monitoring, monitorManifest } from '../kube/server/monitoring';
import type { ResolvedServer } from '../kube/server/resolve-server';
import { serviceManifest } from '../kube/server/server-objects';
import type { Health } from './health';
import type { Nodes } from './nodes';
import { resolveWorkload, type WorkloadProps } from './server-props';

/** User, groups and exceptions of pods that work on the node itself. */
interface NodeSecurityProps extends SecurityProps {
  /** Named exceptions: `{ hostNetwork: '<reason>' }`. @default - none: the pod meets the restricted Pod Security Standard */
  readonly exceptions?: NodeSecurityExceptions;
}

/** How a new version replaces the old one on the nodes: a number of nodes, or a share such as `'10%'`. */
interface NodeRollout {
  /** Nodes whose pod may be missing at a time: `1` or `'10%'`. @default 1, or 0 with `maxSurge` */
  readonly maxUnavailable?: number | string;
  /** Nodes that may run the new pod beside the old one: `1` or `'10%'`. Not possible with ports of the node. @default 0 */
  readonly maxSurge?: number | string;
}

export interface NodeServiceProps extends Omit<WorkloadProps, 'topologySpread' | 'security' | keyof Pick<PodProps, 'accelerator'>> {
  /**
   * The nodes that get a pod. `nodeSelector` and `tolerations` add to it.
   *
   * @example Nodes.nvidia()
   */
  readonly nodes: Nodes;
  /** A DaemonSet runs one pod on each node: choose the nodes with `nodes` and `nodeSelector`. */
  readonly replicas?: never;
  /**
   * Ports by name: `{ metrics: 9400 }`. With ports there is a Service, which sends a request to the pod of the same node
   * (`NodeService.ports`).
   *
   * @default - none, and no Service
   */
  readonly ports?: Readonly<Record<string, number>>;
  /** How Kubernetes checks a pod, through the first port: `Health.http('/health')` (`NodeService.health`). @default - no probes */
  readonly health?: Health;
  /** How a new version replaces the old one: `{ maxUnavailable: '10%' }` (`NodeService.rollout`). @default { maxUnavailable: 1 } */
  readonly rollout?: NodeRollout;
  /** User, groups and named exceptions: `{ exceptions: { hostNetwork: '<reason>' } }`. @default - restricted, with the user of the image */
  readonly security?: NodeSecurityProps;
  /** Collects metrics with the Prometheus operator: `Monitoring.pods()`. Needs `ports` (`NodeService.monitoring`). @default - none */
  readonly monitoring?: Monitoring;
}

/**
 * A pod on every node of a kind: a model pre-puller, a metrics exporter, a node agent. DaemonSet, ServiceAccount and, with ports, a Service.
 *
 * It has no disruption budget: node drains ignore the pods of DaemonSets.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
 */
export class NodeService extends Construct {
  /** The Kubernetes name of the DaemonSet and the Service. */
  readonly name: string;
  readonly namespace: string;
  /** Labels that select the service's pods, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  /** The DaemonSet. */
  readonly daemonSet: ApiObject;
  /** The Service; undefined without ports. */
  readonly service: ApiObject | undefined;

  constructor(scope: Construct, id: string, props: NodeServiceProps) {
    super(scope, id);
    const service = resolveNodeService(this, id, props);
    this.name = service.name;
    this.namespace = Chart.of(this).namespace ?? '';
    this.selector = service.selector;
    serviceAccountName(this, service);
    this.daemonSet = kubeObject(this, 'DaemonSet', daemonSetManifest(service));
    this.service = service.ports.length === 0 ? undefined : kubeObject(this, 'Service', serviceManifest(service, LOCAL));
    if (service.monitor !== undefined) customObject(this, 'Monitor', service.monitor);
    setTimeBudget(this, service.deadline);
  }
}

/** A request stays on its node: each pod speaks for the node that it runs on. */
const LOCAL = { type: 'ClusterIP', internalTrafficPolicy: 'Local' } as const;

interface ResolvedNodeService extends ResolvedServer {
  readonly rollout: Required<NodeRollout>;
  readonly monitor: CustomObject | undefined;
}

const CODE = 'NodeService';

function resolveNodeService(construct: Construct, id: string, props: NodeServiceProps): ResolvedNodeService {
  const where = construct.node.path;
  validateProps(CODE, where, props);
  const { nodes, health, ports, monitoring, security } = props;
  const refuse = (prop: string, what: string, fix: string): never => {
    throw new ConfigError(`${CODE}.${prop}`, { where, what, fix });
  };
  if (ports === undefined && health !== undefined && health.kind !== 'exec') {
    refuse('health', `a ${health.kind} check needs a port`, "add ports: { http: 8080 }, or use Health.exec(['…'])");
  }
  if (ports === undefined && monitoring !== undefined) {
    refuse('monitoring', '`monitoring` needs `ports`', 'add ports: { metrics: 9400 }');
  }
  const server = resolveWorkload(
    construct,
    id,
    { code: CODE, component: 'node-service', spread: 'none' },
    {
      ...props,
      nodeSelector: { ...nodes.nodeSelector, ...props.nodeSelector },
      tolerations: [...nodes.tolerations, ...(props.tolerations ?? [])],
    },
  );
  const spec = { ...server.pod.spec, ...hostAccess(security?.exceptions) };
  return {
    ...server,
    pod: { ...server.pod, spec },
    rollout: resolveRollout(props.rollout, refuse),
    monitor: monitoring && monitorManifest(CODE, where, monitoring, server),
  };
}

function hostAccess({ hostNetwork, hostPID }: NodeSecurityExceptions = {}): Partial<PodSpec> {
  return {
    // Without this policy, pods in the node's network cannot resolve Services.
    ...(hostNetwork === undefined ? {} : { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
    ...(hostPID === undefined ? {} : { hostPID: true }),
  };
}

function resolveRollout(
  { maxSurge = 0, maxUnavailable = isZero(maxSurge) ? 1 : 0 }: NodeRollout = {},
  refuse: (prop: string, what: string, fix: string) => never,
): Required<NodeRollout> {
  for (const [field, value] of Object.entries({ maxSurge, maxUnavailable })) {
    const valid = typeof value === 'number' ? Number.isInteger(value) && value >= 0 : /^(100|[0-9]{1,2})%$/.test(value);
    if (!valid) refuse('rollout', `${field} must be a whole number or a percentage, got ${JSON.stringify(value)}`, "use 1 or '10%'");
  }
  if (isZero(maxSurge) === isZero(maxUnavailable)) {
    const what = `exactly one of maxSurge and maxUnavailable must be above 0, got ${maxSurge} and ${maxUnavailable}`;
    refuse('rollout', what, 'use { maxUnavailable: 1 } or { maxSurge: 1 }');
  }
  return { maxSurge, maxUnavailable };
}

function isZero(amount: number | string): boolean {
  return amount === 0 || amount === '0%';
}

function daemonSetManifest({ name, labels, selector, rollout, pod }: ResolvedNodeService): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, labels },
    spec: {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: rollout.maxSurge, maxUnavailable: rollout.maxUnavailable } },
      selector: { matchLabels: selector },
      template: podTemplate(pod),
    },
  };
}
