import type { Manifest } from './manifest';
import { compareIdentities, identityOf } from './object-identity';

/**
 * Kinds, with their group, in the order in which they can be applied one after the other: what others stand on comes first.
 *
 * Flux and Argo CD sort on their own; this order is for people who read one file and for a plain `kubectl apply -f`.
 * With the group, because a Knative `Service` is a workload and the core one is not.
 *
 * @see https://github.com/helm/helm/blob/main/pkg/release/v1/util/kind_sorter.go
 * @see https://github.com/fluxcd/pkg/blob/main/ssa/sort.go
 */
const INSTALL_ORDER: readonly string[] = [
  'Namespace',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'PriorityClass.scheduling.k8s.io',
  'RuntimeClass.node.k8s.io',
  'StorageClass.storage.k8s.io',
  'IngressClass.networking.k8s.io',
  'GatewayClass.gateway.networking.k8s.io',
  'ResourceQuota',
  'LimitRange',
  // After it the API server judges what comes; a binding without its policy does nothing.
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'NetworkPolicy.networking.k8s.io',
  'ServiceAccount',
  'ClusterRole.rbac.authorization.k8s.io',
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'Role.rbac.authorization.k8s.io',
  'RoleBinding.rbac.authorization.k8s.io',
  'ConfigMap',
  'Secret',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Service',
  'DaemonSet.apps',
  'Deployment.apps',
  'StatefulSet.apps',
  'Job.batch',
  'CronJob.batch',
  'PodDisruptionBudget.policy',
  'HorizontalPodAutoscaler.autoscaling',
  'Ingress.networking.k8s.io',
  'Gateway.gateway.networking.k8s.io',
  'HTTPRoute.gateway.networking.k8s.io',
  'GRPCRoute.gateway.networking.k8s.io',
];

const RANKS: ReadonlyMap<string, number> = new Map(INSTALL_ORDER.map((type, index) => [type, index]));

/** The manifests in the order of {@link INSTALL_ORDER}, other kinds after those; then by group, kind, namespace and name. */
export function applyOrder(manifests: readonly Manifest[]): Manifest[] {
  return manifests
    .map((manifest) => ({ manifest, identity: identityOf(manifest) }))
    .map((entry) => ({ ...entry, rank: rankOf(entry.identity.group, entry.identity.kind) }))
    .sort((left, right) => left.rank - right.rank || compareIdentities(left.identity, right.identity))
    .map((entry) => entry.manifest);
}

function rankOf(group: string, kind: string): number {
  return RANKS.get(group === '' ? kind : `${kind}.${group}`) ?? INSTALL_ORDER.length;
}
