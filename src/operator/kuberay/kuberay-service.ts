import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_1035_LABEL } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { Environment } from '../../environment/environment';
import { checkPinned } from '../../environment/pinned-image';
import { planCapacity } from '../../kube/capacity/capacity-plan';
import { declareDemand } from '../../kube/capacity/demand';
import type { Demand } from '../../kube/capacity/pod-demand';
import { warn } from '../../kube/construct-findings';
import { setTimeBudget } from '../../kube/delivery/time-budget';
import { customObject } from '../../kube/kube-object';
import { workloadLabels, workloadSelector } from '../../kube/labels';
import { parseImage } from '../../kube/pod/image';
import { serviceAccountName } from '../../kube/pod/service-account';
import { monitorManifest } from '../../kube/server/monitoring';
import { resolveIdentity, resolveStop, startDeadline } from '../../kube/server/resolve-server';
import { checkModelPinned } from '../../serving/model/check-model';
import { provenance, resolveModel } from '../../serving/model/resolve-model';
import { namespaceAround } from '../../serving/resolve-model-server';
import { startupSeconds } from '../../serving/rollout/rollout';
import { serveConfig } from './ray-application';
import type { KubeRayServiceProps } from './ray-props';
import { METRICS_PORT, type ResolvedRayService, rayServiceManifest, resolveHead, resolveWorker, SERVE_PORT } from './ray-service';
import { RayUpgrade, upgradeStrategy, upgradeSurge } from './ray-upgrade';
import { boundsOf, isAutoscaled, refuseBrokenWorkers } from './ray-workers';

const CODE = 'KubeRayService';

/** Applications of Ray Serve on their own Ray cluster: a RayService of KubeRay. */
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
    this.namespace = namespaceAround(this);
    const service = resolveRayService(this, id, props);
    const { name, identity } = service;
    this.name = `${name}-serve-svc`;
    this.selector = workloadSelector(identity);
    serviceAccountName(this, { name, labels: workloadLabels(identity) });
    this.workload = customObject(this, 'Resource', rayServiceManifest(service));
    if (service.monitor !== undefined) customObject(this, 'Monitor', service.monitor);
    demandWorkers(this, name, props);
    setTimeBudget(this, service.budget);
  }
}

function resolveRayService(construct: Construct, id: string, props: KubeRayServiceProps): ResolvedRayService {
  const where = construct.node.path;
  validateProps(CODE, where, props);
  const { applications, workers, upgrade = RayUpgrade.newCluster(), rayVersion, monitoring } = props;
  const config = serveConfig(where, applications);
  refuseBrokenWorkers(where, workers, applications);
  const name = checkName(`${CODE}.name`, where, props.name ?? id, DNS_1035_LABEL, LONGEST_NAMES['ray.io/RayService'].max);
  const identity = resolveIdentity(construct, CODE, 'model-server', { ...props, name });
  const model = props.model === undefined ? undefined : resolveModel(where, props.model);
  if (model !== undefined) checkModelPinned(construct, model);
  const image = parseImage(`${CODE}.image`, where, props.image);
  const shown = model === undefined ? undefined : provenance(identity.context, model, image);
  const stop = resolveStop('MLService', where, props.drain);
  const autoscaled = isAutoscaled(workers);
  const design = { where, identity, stop, autoscaled, image, model, provenance: shown };
  const head = resolveHead(design, props);
  for (const each of head.images) checkPinned(`${CODE}.image`, construct, each);
  warnOfNoUpgrade(construct, props);
  const monitored = {
    name,
    labels: workloadLabels(identity),
    selector: workloadSelector(identity),
    ports: [{ name: 'metrics', port: METRICS_PORT }],
  };
  return {
    where,
    name,
    identity,
    stop,
    autoscaled,
    rayVersion,
    serveConfig: config,
    upgradeStrategy: upgradeStrategy(where, upgrade, autoscaled),
    provenance: shown,
    head,
    workers: workers.map((group) => ({ name: group.name, ...boundsOf(group), pod: resolveWorker(design, props, group) })),
    monitor: monitoring && monitorManifest('MLService', where, monitoring, monitored),
    budget: startDeadline(startupSeconds(where, props.startup, 1), stop),
  };
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
  const what = 'a new image or other resources reach no pod until the RayCluster is deleted, and Git does not show it';
  warn(scope, `${CODE}.upgrade`, {
    what,
    fix: 'use RayUpgrade.newCluster() or incremental({ … }) where there are devices for a second cluster',
  });
}
