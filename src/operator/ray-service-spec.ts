import type { SecurityContext } from '../../imports/kubernetes';
import type { CustomObject } from '../kube/kube-object';
import { workloadLabels } from '../kube/labels';
import type { RayClusterSpec } from '../kube/ray-cluster';
import { provenance, provenanceLabels } from '../serving/model/provenance';
import { serveConfig } from './ray-application';
import { headTemplate, type RayPodPlan, workerTemplate } from './ray-pods';
import type { KubeRayServiceProps } from './ray-props';
import { RayUpgrade, type RayUpgradeStrategy, upgradeStrategy } from './ray-upgrade';
import { boundsOf } from './ray-workers';

/** The fields of a RayService that this library writes. @see https://docs.ray.io/en/latest/cluster/kubernetes/user-guides/rayservice.html */
export interface RayServiceSpec {
  readonly serveConfigV2: string;
  readonly upgradeStrategy: RayUpgradeStrategy;
  readonly rayClusterDeletionDelaySeconds: number;
  readonly excludeHeadPodFromServeSvc: boolean;
  readonly rayClusterConfig: RayClusterSpec & {
    readonly enableInTreeAutoscaling?: boolean;
    readonly autoscalerOptions?: { readonly securityContext: SecurityContext };
  };
}

/** The RayService. */
export function rayService(plan: RayPodPlan, props: KubeRayServiceProps): CustomObject {
  const { where, identity, shutdown, autoscaled } = plan;
  const { model, image, upgrade = RayUpgrade.newCluster() } = props;
  const spec: RayServiceSpec = {
    serveConfigV2: serveConfig(where, props.applications),
    upgradeStrategy: upgradeStrategy(where, upgrade, autoscaled),
    // After the switch: requests that the old cluster has taken are answered.
    rayClusterDeletionDelaySeconds: shutdown.preStop + shutdown.drain,
    // The head takes no part in serving, as the number of its processors says too.
    excludeHeadPodFromServeSvc: true,
    rayClusterConfig: {
      rayVersion: props.rayVersion,
      ...(autoscaled ? { enableInTreeAutoscaling: true, autoscalerOptions: { securityContext: AUTOSCALER_SECURITY } } : {}),
      headGroupSpec: { rayStartParams: { 'num-cpus': '0' }, template: headTemplate(plan, props) },
      workerGroupSpecs: props.workers.map((group) => {
        const { min, max } = boundsOf(group);
        const bounds = { replicas: min, minReplicas: min, maxReplicas: max };
        return { groupName: group.name, ...bounds, rayStartParams: {}, template: workerTemplate(plan, props, group) };
      }),
    },
  };
  const labels = { ...workloadLabels(identity), ...(model === undefined ? {} : provenanceLabels(identity.context, model, image)) };
  const annotations = model === undefined ? {} : { annotations: provenance(identity.context, model) };
  return { apiVersion: 'ray.io/v1', kind: 'RayService', metadata: { name: identity.instance, labels, ...annotations }, spec };
}

/** The container that KubeRay puts beside the head, which no restricted namespace lets in as it comes. */
const AUTOSCALER_SECURITY: SecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
