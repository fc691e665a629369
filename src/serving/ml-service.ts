import { type ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { DeploymentStrategy } from '../../imports/kubernetes';
import { indexSuffix, LONGEST_NAMES } from '../base/derived-names';
import { checkName, checkQualifiedKey, DNS_1035_LABEL } from '../base/names';
import { validateProps } from '../base/validate-props';
import { type NeededFeature, requireKubernetes } from '../environment/environment';
import { checkPinned } from '../environment/pinned-image';
import type { StandbyTarget } from '../kube/capacity/demand';
import { warn } from '../kube/construct-findings';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { customObject, kubeObject } from '../kube/kube-object';
import { KUBERNETES_FEATURES } from '../kube/kubernetes-features';
import { serviceAccountName } from '../kube/pod/service-account';
import { disruptionBudget, serviceManifest } from '../kube/server/server-objects';
import { checkCombination, needsDeviceGroup } from './check-combination';
import type { MLServiceProps } from './ml-service-props';
import { checkModelPinned } from './model/check-model';
import { checkDownloadStorm } from './model/download';
import { checkClaims } from './one-node-claims';
import { type ResolvedService, resolveModelServer } from './resolve-model-server';
import { demandDevices, hasSpareDevice } from './rollout/device-demand';
import { mostSurge } from './rollout/rollout';
import { autoscalerManifest, standBy } from './scale/autoscaler';
import type { Scale } from './scale/replicas';
import { deploymentManifest, leaderWorkerSetManifest } from './workload-manifest';

/**
 * A production model server on one node or several: Deployment or LeaderWorkerSet, Service, ServiceAccount, and the objects that it needs to
 * start, roll out, scale and stop without losing requests.
 */
export class MLService extends Construct implements StandbyTarget {
  /** The Kubernetes name of the workload, the Service and all other objects. */
  readonly name: string;
  /** The Service's port for HTTP. */
  readonly port: number;
  readonly namespace: string;
  /** Labels that select the service's pods, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  /** The pods that answer, and their port: all pods, or the leaders where a replica has several nodes. */
  readonly endpoints: Endpoints;
  /** The Deployment or LeaderWorkerSet, for patches that no prop offers: `service.workload.addJsonPatch(…)`. */
  readonly workload: ApiObject;
  /** The Service. */
  readonly service: ApiObject;
  /** Pods that always run for users: the count, or the minimum of the autoscaler. */
  readonly pods: number;
  /** Time for running requests between the order to stop and the end of a pod, in seconds. */
  readonly drainSeconds: number;
  private readonly scale: Scale;

  constructor(scope: Construct, id: string, props: MLServiceProps) {
    super(scope, id);
    const service = resolveService(this, id, props);
    const [http] = service.ports;
    this.name = service.name;
    this.namespace = service.namespace;
    this.selector = service.selector;
    this.pods = service.replicas.min;
    this.drainSeconds = service.stop.drain;
    this.scale = service.scale;
    this.port = http?.servicePort ?? 0;
    this.endpoints = { selector: service.endpoints, port: http?.port ?? 0 };
    if (service.deviceClaim !== undefined) kubeObject(this, 'DeviceClaim', service.deviceClaim);
    serviceAccountName(this, service);
    this.workload = addWorkload(this, service);
    this.service = kubeObject(this, 'Service', serviceManifest({ ...service, selector: service.endpoints }, { type: 'ClusterIP' }));
    addCompanions(this, this.workload, service);
    checkClaims({ workload: this.workload, replicas: service.replicas.max, nodes: service.nodes });
    demandDevices(this, service.demand);
    setTimeBudget(this, service.budget);
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

function addWorkload(scope: Construct, service: ResolvedService): ApiObject {
  return service.nodes === 1
    ? kubeObject(scope, 'Deployment', deploymentManifest(service, chosenStrategy(scope, service)))
    : customObject(scope, 'LeaderWorkerSet', leaderWorkerSetManifest(service, chosenUpdate(scope, service)));
}

/** The automatic choice depends on what all other workloads need, so it is made when the object is written. */
export function chosenStrategy(scope: Construct, { adaptive, strategy }: ResolvedService): DeploymentStrategy {
  return adaptive ? Lazy.any({ produce: () => strategy(hasSpareDevice(scope)) }) : strategy(false);
}

function chosenUpdate(scope: Construct, { adaptive, strategy }: ResolvedService): DeploymentStrategy['rollingUpdate'] {
  return adaptive ? Lazy.any({ produce: () => strategy(hasSpareDevice(scope)).rollingUpdate }) : strategy(false).rollingUpdate;
}

function addCompanions(scope: Construct, { apiVersion, kind, name }: ApiObject, service: ResolvedService): void {
  const { autoscaler } = service;
  if (autoscaler !== undefined) {
    const id = autoscaler.kind === 'hpa' ? 'HorizontalPodAutoscaler' : 'ScaledObject';
    customObject(scope, id, autoscalerManifest(autoscaler, { apiVersion, kind, name }, service.labels));
  }
  if (service.monitor !== undefined) customObject(scope, 'Monitor', service.monitor);
  if (service.sloRule !== undefined) customObject(scope, 'PrometheusRule', service.sloRule);
  const budget = disruptionBudget(service);
  if (budget !== undefined) kubeObject(scope, 'PodDisruptionBudget', budget);
  if (service.networkPolicy !== undefined) kubeObject(scope, 'NetworkPolicy', service.networkPolicy);
}

/** Resolves the props of an `MLService`. Every default and every refusal is here or in what this calls. */
function resolveService(construct: Construct, id: string, props: MLServiceProps): ResolvedService {
  const where = construct.node.path;
  validateProps('MLService', where, props);
  checkCombination(where, props);
  const service = resolveModelServer(construct, { ...props, name: props.name ?? id });
  const { replicas, nodes, pod } = service;
  for (const image of pod.images) checkPinned('MLService.image', construct, image);
  checkModelPinned(construct, service.model);
  requireFeatures(construct, service);
  if (nodes > 1) checkGroups(service);
  checkDownloadStorm(construct, props, replicas.max * nodes);
  warnOfAbortedRequests(construct, service);
  if (needsDeviceGroup(props)) {
    const what = 'on most nodes with AMD GPUs /dev/kfd belongs to the group "render", and the server is neither root nor in it';
    const fix = 'add security: { supplementalGroups: [<number of the group on the nodes>] }, or [] for none';
    warn(construct, 'MLService.accelerator', { what, fix });
  }
  return service;
}

/** Warns that a drain has no effect. */
export function warnOfAbortedRequests(construct: Construct, { engine }: Pick<ResolvedService, 'engine'>): void {
  if (engine.drains) return;
  const what = 'this version of the runtime aborts running requests when it is told to stop, whatever the drain';
  warn(construct, 'MLService.drain', { what, fix: 'use vLLM 0.18 or later' });
}

const SLEEP: NeededFeature = {
  feature: KUBERNETES_FEATURES.sleepAction,
  instead: 'update the clusters: images without a shell cannot wait by themselves',
};
const CLAIMS: NeededFeature = { feature: KUBERNETES_FEATURES.claims, instead: 'use Gpu.nvidia(n) or another counted device' };
const IMAGE_VOLUMES: NeededFeature = {
  feature: KUBERNETES_FEATURES.imageVolumes,
  instead: 'use another source of the model, such as Model.s3 or Model.pvc',
};

/** Refuses what the oldest cluster of the environment lacks (`MLService.kubernetes`). */
function requireFeatures(construct: Construct, { deviceClaim, pod }: ResolvedService): void {
  const imageVolume = pod.volumes.some(({ image }) => image !== undefined);
  const needed = [SLEEP, ...(deviceClaim === undefined ? [] : [CLAIMS]), ...(imageVolume ? [IMAGE_VOLUMES] : [])];
  for (const each of needed) requireKubernetes('MLService.kubernetes', construct, each);
}

/** The controller makes a StatefulSet per group. */
function checkGroups({ where, name, replicas, strategy, exclusiveTopology }: ResolvedService): void {
  const groups = replicas.max + mostSurge(strategy(true), replicas.max);
  checkName('MLService.name', where, name, DNS_1035_LABEL, LONGEST_NAMES['apps/StatefulSet'].max - indexSuffix(groups).length);
  if (exclusiveTopology !== undefined) checkQualifiedKey('MLService.exclusiveTopology', where, exclusiveTopology);
}
