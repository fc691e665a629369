import { type ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { DeploymentStrategy } from '../../imports/kubernetes';
import type { StandbyTarget } from '../kube/capacity/demand';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { customObject, kubeObject } from '../kube/kube-object';
import { serviceAccountName } from '../kube/pod/service-account';
import { disruptionBudget, serviceManifest } from '../kube/server/server-objects';
import type { MLServiceProps } from './ml-service-props';
import { checkClaims } from './one-node-claims';
import type { ResolvedService } from './resolve-model-server';
import { resolveService } from './resolve-service';
import { demandDevices, hasSpareDevice } from './rollout/device-demand';
import { autoscalerManifest } from './scale/autoscaler';
import type { Scale } from './scale/replicas';
import { standBy } from './scale/standby';
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
