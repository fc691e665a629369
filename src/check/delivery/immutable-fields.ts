import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../base/finding';
import type { ValuePath } from '../../base/value-path';
import { valueAt } from '../../schema/plain-access';
import { accepts } from '../index/acceptances';
import { type CheckedObject, objectFinding } from '../index/checked-object';

/** Fields that the API server never changes in an object that is there. */
interface Immutable {
  readonly paths: readonly ValuePath[];
  readonly fix: string;
  readonly source: string;
}

const RENAME = 'give the new one another name, or delete the old one first';
const API = 'https://kubernetes.io/docs/reference/kubernetes-api/';

/** By kind, as `group/Kind`. */
const IMMUTABLE: Readonly<Record<string, Immutable>> = {
  'apps/Deployment': { paths: [['spec', 'selector']], fix: RENAME, source: `${API}workload-resources/deployment-v1/` },
  'apps/DaemonSet': { paths: [['spec', 'selector']], fix: RENAME, source: `${API}workload-resources/daemon-set-v1/` },
  'apps/ReplicaSet': { paths: [['spec', 'selector']], fix: RENAME, source: `${API}workload-resources/replica-set-v1/` },
  'apps/StatefulSet': {
    paths: [
      ['spec', 'selector'],
      ['spec', 'serviceName'],
      ['spec', 'podManagementPolicy'],
      ['spec', 'volumeClaimTemplates'],
    ],
    fix: 'delete the StatefulSet with --cascade=orphan, which keeps its pods and volumes, and let it be made again',
    source: `${API}workload-resources/stateful-set-v1/`,
  },
  'batch/Job': {
    paths: [
      ['spec', 'selector'],
      ['spec', 'template'],
      ['spec', 'completionMode'],
      ['spec', 'podFailurePolicy'],
      ['spec', 'backoffLimitPerIndex'],
      ['spec', 'successPolicy'],
    ],
    fix: 'give every run a name of its own (Run.onChange), or let the tool that applies it replace it',
    source: `${API}workload-resources/job-v1/`,
  },
  '/PersistentVolumeClaim': {
    paths: [
      ['spec', 'accessModes'],
      ['spec', 'storageClassName'],
      ['spec', 'selector'],
      ['spec', 'volumeMode'],
      ['spec', 'dataSource'],
      ['spec', 'dataSourceRef'],
      ['spec', 'volumeName'],
    ],
    fix: 'make a claim of another name and move the data',
    source: `${API}config-and-storage-resources/persistent-volume-claim-v1/`,
  },
  '/Service': { paths: [['spec', 'clusterIP']], fix: RENAME, source: `${API}service-resources/service-v1/` },
  '/Secret': { paths: [['type']], fix: RENAME, source: `${API}config-and-storage-resources/secret-v1/` },
  'rbac.authorization.k8s.io/RoleBinding': { paths: [['roleRef']], fix: RENAME, source: `${API}authorization-resources/role-binding-v1/` },
  'rbac.authorization.k8s.io/ClusterRoleBinding': {
    paths: [['roleRef']],
    fix: RENAME,
    source: `${API}authorization-resources/cluster-role-binding-v1/`,
  },
  'scheduling.k8s.io/PriorityClass': {
    paths: [['value'], ['preemptionPolicy']],
    fix: RENAME,
    source: `${API}workload-resources/priority-class-v1/`,
  },
  'storage.k8s.io/StorageClass': {
    paths: [['provisioner'], ['parameters'], ['reclaimPolicy'], ['volumeBindingMode']],
    fix: RENAME,
    source: `${API}config-and-storage-resources/storage-class-v1/`,
  },
  'node.k8s.io/RuntimeClass': { paths: [['handler']], fix: RENAME, source: `${API}cluster-resources/runtime-class-v1/` },
};

/** The code of these findings, for those who accept one. */
const CODE = 'change.immutable';

/** Changes that the API server would refuse, or a claim that would shrink. */
export function immutableFindings(before: CheckedObject, after: CheckedObject): readonly Finding[] {
  if (accepts(after, CODE) || replaces(after)) return [];
  const rule = IMMUTABLE[after.groupKind];
  const changed = (rule?.paths ?? []).filter(
    (path) => !isDeepStrictEqual(valueAt(before.manifest, ...path), valueAt(after.manifest, ...path)),
  );
  const frozen =
    valueAt(before.manifest, 'immutable') === true
      ? [['data'], ['binaryData'], ['immutable']].filter(
          (path) => !isDeepStrictEqual(valueAt(before.manifest, ...path), valueAt(after.manifest, ...path)),
        )
      : [];
  const what = 'changes, but the API server refuses changes of this field in an existing object';
  return [...changed, ...frozen].map((path) =>
    objectFinding(after, { code: CODE, severity: 'error', path, what, fix: rule?.fix ?? RENAME, source: rule?.source }),
  );
}

/** Tools that were told to replace an object delete it first. */
function replaces({ manifest }: CheckedObject): boolean {
  const annotations = (valueAt(manifest, 'metadata', 'annotations') ?? {}) as Record<string, unknown>;
  return (
    /Replace=true|Force=true/.test(String(annotations['argocd.argoproj.io/sync-options'])) ||
    annotations['kustomize.toolkit.fluxcd.io/force'] === 'enabled'
  );
}
