import { type ApiObject, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { DeploymentStrategy } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { validateProps } from '../base/validate-props';
import { assertValidManifest } from '../kube/assert-valid-manifest';
import type { StandbyTarget } from '../kube/capacity/demand';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { claimTemplate, isClaimed } from '../kube/devices/claimed-devices';
import { customObject, kubeObject } from '../kube/kube-object';
import { nameOf } from '../kube/pod/environment-variables';
import { warn } from '../kube/warning';
import { networkPolicy, refuseBrokenCallers } from './caller';
import { canBudgetDisruptions, disruptionBudget } from './disruption';
import type { MLServiceProps } from './ml-service-props';
import { checkModelPinned } from './model/check-model';
import { checkDownloadStorm } from './model/download';
import { addMonitoring } from './monitoring/monitoring';
import { requireNeededKubernetes } from './needed-kubernetes';
import { checkImagesPinned } from './pinned-images';
import { deployment, type PodReferences } from './pod/deployment-spec';
import { leaderWorkerSet } from './pod/leader-worker-set';
import { checkClaims } from './pod/one-node-claims';
import { refuseMissingProps } from './required-props';
import { type DeviceDemand, demandDevices, hasSpareDevice } from './rollout/device-demand';
import { rolloutWaves, surgePods } from './rollout/rollout';
import { needsDeviceGroup } from './runtime/accelerator-fit';
import { addAutoscaler } from './scale/autoscaler';
import type { Scale } from './scale/replicas';
import { standBy } from './scale/standby';
import { type ServicePlan, servicePlan } from './service-plan';
import { service, servicePort } from './service-spec';

/** A production model server on one node or several: Deployment or LeaderWorkerSet, Service, and what they need to start, roll, scale and stop without losing requests. */
export class MLService extends Construct implements StandbyTarget {
  /** The Kubernetes name of the workload, the Service and all other objects. */
  readonly name: string;
  /** The Service's port for HTTP. */
  readonly port: number;
  readonly namespace: string;
  /** Labels that select the service's pods, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  /** The pods that answer, and the port that they answer on: all pods, or the leaders where a replica has several nodes. */
  readonly endpoints: Endpoints;
  /** The Deployment or LeaderWorkerSet, for patches that no prop offers: `service.workload.addJsonPatch(…)`. */
  readonly workload: ApiObject;
  /** The Service. */
  readonly service: ApiObject;
  /** Pods that always run for users: the count, or the least that the autoscaler keeps. */
  readonly pods: number;
  /** Time for running requests between the order to stop and the end of a pod, in seconds. */
  readonly drainSeconds: number;
  private readonly scale: Scale | undefined;

  constructor(scope: Construct, id: string, props: MLServiceProps) {
    super(scope, id);
    validateProps('MLService', this.node.path, props);
    refuseMissingProps(this.node.path, props);
    refuseBrokenCallers(this.node.path, props.callers);
    checkImagesPinned(this, props);
    checkModelPinned(this, props.model);
    requireNeededKubernetes(this, props);
    const plan = servicePlan(this, id, props);
    checkDownloadStorm(this, props, plan.replicas.max * plan.nodes);
    this.name = plan.identity.instance;
    this.namespace = namespaceAround(this);
    this.selector = plan.selector;
    this.pods = plan.replicas.min;
    this.drainSeconds = plan.shutdown.drain;
    this.scale = props.replicas;
    this.port = servicePort(plan.where, plan.engine, props.servicePort);
    this.endpoints = { selector: plan.endpoints, port: plan.engine.ports[0].port };
    this.workload = workload(this, plan, props);
    this.service = kubeObject(this, 'Service', service(this.name, plan.labels, plan.endpoints, plan.engine, this.port));
    addCompanions(this, plan, props);
    checkClaims({ workload: this.workload, replicas: plan.replicas.max, nodes: plan.nodes });
    demandDevices(this, demand(this, plan, props));
    setTimeBudget(this, timeBudget(plan));
    warnOfAbortedRequests(this, plan);
    warnOfClosedDevices(this, props);
  }

  /** Runs this many pods, whatever `replicas` says, and restarts none: what a route asks of the color that is not live. */
  standBy(replicas: number): void {
    standBy(this, this.scale, replicas);
  }
}

/** Pods that take requests. */
export interface Endpoints {
  readonly selector: Readonly<Record<string, string>>;
  /** The number of the container's port for HTTP. */
  readonly port: number;
}

function workload(scope: MLService, plan: ServicePlan, props: MLServiceProps): ApiObject {
  const references = podReferences(scope, plan, props);
  if (plan.nodes === 1) {
    const chosen = chosenStrategy(scope, plan, props, (strategy) => strategy);
    return kubeObject(scope, 'Deployment', deployment(plan, chosen, references, props));
  }
  const chosen = chosenStrategy(scope, plan, props, ({ rollingUpdate }) => rollingUpdate);
  return customObject(scope, 'LeaderWorkerSet', leaderWorkerSet(plan, chosen, references, props));
}

function podReferences(scope: MLService, plan: ServicePlan, props: MLServiceProps): PodReferences {
  const { accelerator } = props;
  const claimed = accelerator !== undefined && isClaimed(accelerator);
  const claim = claimed ? claimTemplate(accelerator, plan.identity.instance, plan.labels) : undefined;
  if (claim !== undefined) assertValidManifest('MLService.accelerator', plan.where, claim);
  const template = claim === undefined ? undefined : kubeObject(scope, 'DeviceClaim', claim);
  return { serviceAccount: serviceAccount(scope, plan, props), claimTemplate: template?.name };
}

function serviceAccount(scope: MLService, { identity, labels }: ServicePlan, props: MLServiceProps): string {
  if (props.serviceAccount !== undefined) return nameOf(props.serviceAccount);
  const metadata = { name: identity.instance, labels };
  return kubeObject(scope, 'ServiceAccount', { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false })
    .name;
}

function addCompanions(scope: MLService, plan: ServicePlan, props: MLServiceProps): void {
  const { identity, labels, selector, replicas, engine } = plan;
  const name = identity.instance;
  addAutoscaler(scope, scope.workload, plan, props);
  addMonitoring(scope, plan, props);
  if (canBudgetDisruptions(replicas)) kubeObject(scope, 'PodDisruptionBudget', disruptionBudget(name, labels, selector));
  if (props.callers !== undefined) {
    const policy = networkPolicy(name, labels, selector, engine.ports, props.callers, plan.nodes);
    assertValidManifest('MLService.callers', plan.where, policy);
    kubeObject(scope, 'NetworkPolicy', policy);
  }
}

/** The automatic choice needs to know what all other workloads take, so it is made when the object is written. */
export function chosenStrategy<Part>(
  scope: Construct,
  plan: ServicePlan,
  { rollout }: Pick<MLServiceProps, 'rollout'>,
  part: (strategy: DeploymentStrategy) => Part,
): Part {
  const chosen = plan.strategy(false);
  if (!plan.scarce || surgePods(rollout, plan.replicas.max) !== 'auto') return part(chosen);
  return Lazy.any({ produce: () => part(plan.strategy(hasSpareDevice(scope))) });
}

function demand({ namespace, name }: MLService, { replicas, nodes }: ServicePlan, props: MLServiceProps): DeviceDemand {
  const { accelerator, extendedResources, rollout } = props;
  return { workload: `${namespace}/${name}`, accelerator, extendedResources, podsOfUnit: nodes, replicas, rollout };
}

/** Time until a whole rollout is done. */
export function timeBudget({ deadline, strategy, replicas, nodes }: ServicePlan): { seconds: number; reason: string } {
  // The automatic choice replaces one pod at a time, with a spare device or without.
  const waves = rolloutWaves(strategy(false), replicas.max);
  if (waves === 1) return deadline;
  return {
    seconds: waves * deadline.seconds,
    reason: `${waves} ${nodes === 1 ? 'pods' : 'groups'} after one another × (${deadline.reason})`,
  };
}

/** Notes that a drain will not help. */
export function warnOfAbortedRequests(scope: Construct, { engine }: ServicePlan): void {
  if (engine.drains) return;
  const what = 'this version of the runtime aborts running requests as soon as it is told to stop, whatever the drain';
  warn(scope, 'MLService.drain', { what, fix: 'use vLLM 0.18 or later' });
}

function warnOfClosedDevices(scope: MLService, props: MLServiceProps): void {
  if (!needsDeviceGroup(props)) return;
  const what = 'on most nodes with AMD GPUs /dev/kfd belongs to the group "render", and the server is neither root nor in it';
  warn(scope, 'MLService.accelerator', {
    what,
    fix: 'add security: { supplementalGroups: [<number of the group on the nodes>] }, or [] for none',
  });
}

/** The chart's namespace, which every object of a service needs. */
export function namespaceAround(scope: Construct): string {
  const { namespace } = Chart.of(scope);
  if (namespace !== undefined) return namespace;
  const fix = 'give the chart one: new Chart(scope, id, { namespace: "team-a" })';
  throw new ConfigError('MLService.namespace', { where: scope.node.path, what: 'the chart has no namespace', fix });
}
