import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { LONGEST_NAMES } from '../base/derived-names';
import { checkName, DNS_1035_LABEL } from '../base/names';
import { validateProps } from '../base/validate-props';
import { Environment } from '../environment/environment';
import { checkPinned } from '../environment/pinned-image';
import { planCapacity } from '../kube/capacity/capacity-plan';
import { type Demand, declareDemand } from '../kube/capacity/demand';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { checkLabelValue, customObject, kubeObject } from '../kube/kube-object';
import { labelContext } from '../kube/label-context';
import { type PodIdentity, type WorkloadIdentity, workloadLabels, workloadSelector } from '../kube/labels';
import { warn } from '../kube/warning';
import { namespaceAround } from '../serving/ml-service';
import { checkModelPinned, refuseBrokenModel } from '../serving/model/check-model';
import { monitor } from '../serving/monitoring/monitoring';
import { progressDeadline, startupSeconds } from '../serving/rollout/startup';
import { shutdown } from '../serving/shutdown';
import { serveConfig } from './ray-application';
import { METRICS_PORT, type RayPodPlan, SERVE_PORT } from './ray-pods';
import type { KubeRayServiceProps } from './ray-props';
import { rayService } from './ray-service-spec';
import { RayUpgrade, upgradeSurge } from './ray-upgrade';
import { boundsOf, isAutoscaled, refuseBrokenWorkers } from './ray-workers';

const CODE = 'KubeRayService';

/** Applications of Ray Serve on a Ray cluster of their own: a RayService of KubeRay. */
export class KubeRayService extends Construct {
  /** The Service that takes requests, `<name>-serve-svc`: with {@link port} a color of a route. It follows an upgrade to the new cluster. */
  readonly name: string;
  /** The Service's port for HTTP. */
  readonly port: number = SERVE_PORT;
  readonly namespace: string;
  /** Labels that select the pods of all of the service's clusters, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  /** The RayService, for patches that no prop offers: `service.workload.addJsonPatch(…)`. */
  readonly workload: ApiObject;

  constructor(scope: Construct, id: string, props: KubeRayServiceProps) {
    super(scope, id);
    const where = this.node.path;
    this.namespace = namespaceAround(this);
    refuseBroken(where, props);
    const identity = { ...identityOf(where, id, props), context: labelContext(this) };
    checkImages(this, props);
    if (props.model !== undefined) checkModelPinned(this, props.model);
    const plan = podPlan(this, identity, props);
    this.name = `${identity.instance}-serve-svc`;
    this.selector = workloadSelector(identity);
    this.workload = customObject(this, 'Resource', rayService(plan, props));
    addMonitor(this, identity, props);
    demandWorkers(this, identity.instance, props);
    setTimeBudget(this, progressDeadline(startupSeconds(where, props.startup, 1), plan.shutdown, undefined));
    warnOfNoUpgrade(this, props);
  }
}

/** What another engine can and this one cannot, asked again for callers without a compiler: nothing is dropped without a word. */
function refuseBroken(where: string, props: KubeRayServiceProps): void {
  validateProps(CODE, where, props);
  serveConfig(where, props.applications);
  refuseBrokenWorkers(where, props.workers, props.applications);
  if (props.model !== undefined) refuseBrokenModel(where, props.model);
}

function identityOf(where: string, id: string, { name = id, app = name, version }: KubeRayServiceProps): WorkloadIdentity {
  checkName(`${CODE}.name`, where, name, DNS_1035_LABEL, LONGEST_NAMES['ray.io/RayService'].max);
  checkLabelValue(`${CODE}.app`, where, 'app.kubernetes.io/name', app);
  if (version !== undefined) checkLabelValue(`${CODE}.version`, where, 'app.kubernetes.io/version', version);
  return { app, instance: name, component: 'model-server', version };
}

function checkImages(scope: Construct, { image, initContainers = [], extraContainers = [] }: KubeRayServiceProps): void {
  for (const one of [image, ...[...initContainers, ...extraContainers].map((container) => container.image)]) {
    if (one !== undefined) checkPinned(`${CODE}.image`, scope, one);
  }
}

function podPlan(scope: Construct, identity: PodIdentity, { drain, workers }: KubeRayServiceProps): RayPodPlan {
  const where = scope.node.path;
  const metadata = { name: identity.instance, labels: workloadLabels(identity) };
  const account = kubeObject(scope, 'ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata,
    automountServiceAccountToken: false,
  });
  return { where, identity, serviceAccount: account.name, shutdown: shutdown(where, drain), autoscaled: isAutoscaled(workers) };
}

function addMonitor(scope: Construct, identity: WorkloadIdentity, { monitoring }: KubeRayServiceProps): void {
  if (monitoring === undefined) return;
  const site = { where: scope.node.path, name: identity.instance, labels: workloadLabels(identity), selector: workloadSelector(identity) };
  customObject(scope, 'Monitor', monitor(monitoring, { ...site, engine: { ports: [{ name: 'metrics', port: METRICS_PORT }] } }));
}

/** Every group counts by itself: its pods come and go alone. */
function demandWorkers(scope: KubeRayService, name: string, { workers, upgrade = RayUpgrade.newCluster() }: KubeRayServiceProps): void {
  const environment = Environment.of(scope);
  if (environment !== undefined) planCapacity(environment, environment.capacity);
  const demands = workers.flatMap((group): Demand[] => {
    const { accelerator } = group;
    if (accelerator === undefined) return [];
    const { min, max } = boundsOf(group);
    const { resource, product, count } = accelerator;
    const pool = { resource, ...(product === undefined ? {} : { product }), devices: count };
    return [
      {
        workload: `${scope.namespace}/${name}/${group.name}`,
        ...pool,
        live: min,
        autoscaled: max - min,
        surge: upgradeSurge(upgrade, max),
      },
    ];
  });
  declareDemand(scope, ...demands);
}

function warnOfNoUpgrade(scope: Construct, { upgrade }: KubeRayServiceProps): void {
  if (upgrade?.kind !== 'none') return;
  const what = 'a new image or other resources reach no pod until somebody deletes the RayCluster, and Git does not show it';
  warn(scope, `${CODE}.upgrade`, {
    what,
    fix: 'use RayUpgrade.newCluster() or incremental({ … }) where there are devices for a second cluster',
  });
}
