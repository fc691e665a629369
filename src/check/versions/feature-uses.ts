import type { ValuePath } from '../../base/value-path';
import type { KubernetesFeatureName } from '../../kube/kubernetes-features';
import { fieldsAt, listAt, numberAt, textAt, valueAt } from '../../schema/plain-access';
import { type PodContainer, type PodTemplate, podContainers } from '../../schema/pod-template';
import type { CheckedObject } from '../index/checked-object';
import { podsOf } from '../index/pods';

/** A field that only some versions of Kubernetes have. */
interface FeatureUse {
  readonly feature: KubernetesFeatureName;
  readonly path: ValuePath;
}

/** What an object needs of Kubernetes, found in one walk. */
export function* featureUses(object: CheckedObject): Iterable<FeatureUse> {
  for (const pod of podsOf(object)) yield* podUses(pod);
  yield* OTHER_KINDS[object.groupKind]?.(object.manifest) ?? [];
}

function* podUses(pod: PodTemplate): Iterable<FeatureUse> {
  const { path, spec } = pod;
  const security = fieldsAt(spec, 'securityContext');
  if (spec.hostUsers === false) yield { feature: 'userNamespaces', path: [...path, 'hostUsers'] };
  if (security.supplementalGroupsPolicy)
    yield { feature: 'supplementalGroups', path: [...path, 'securityContext', 'supplementalGroupsPolicy'] };
  if (security.seLinuxChangePolicy) yield { feature: 'selinuxChange', path: [...path, 'securityContext', 'seLinuxChangePolicy'] };
  if (spec.resources) yield { feature: 'podResources', path: [...path, 'resources'] };
  if (spec.hostnameOverride) yield { feature: 'hostnameOverride', path: [...path, 'hostnameOverride'] };
  if (listAt(spec, 'resourceClaims').length > 0) yield { feature: 'claims', path: [...path, 'resourceClaims'] };
  yield* volumeUses(pod);
  yield* placementUses(pod);
  for (const each of podContainers(pod)) yield* containerUses(each);
}

function* volumeUses({ path, spec }: PodTemplate): Iterable<FeatureUse> {
  for (const [index, volume] of listAt(spec, 'volumes').entries()) {
    const at = [...path, 'volumes', index];
    if (valueAt(volume, 'image')) yield { feature: 'imageVolumes', path: [...at, 'image'] };
    for (const [position, source] of listAt(volume, 'projected', 'sources').entries()) {
      if (valueAt(source, 'clusterTrustBundle'))
        yield { feature: 'trustBundles', path: [...at, 'projected', 'sources', position, 'clusterTrustBundle'] };
    }
  }
}

function* placementUses({ path, spec }: PodTemplate): Iterable<FeatureUse> {
  for (const [index, constraint] of listAt(spec, 'topologySpreadConstraints').entries()) {
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'])
      if (valueAt(constraint, field)) yield { feature: 'spreadPolicies', path: [...path, 'topologySpreadConstraints', index, field] };
  }
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    for (const list of ['requiredDuringSchedulingIgnoredDuringExecution', 'preferredDuringSchedulingIgnoredDuringExecution']) {
      for (const [index, entry] of listAt(spec, 'affinity', kind, list).entries()) {
        const [term, below] = valueAt(entry, 'podAffinityTerm') ? [valueAt(entry, 'podAffinityTerm'), ['podAffinityTerm']] : [entry, []];
        for (const field of ['matchLabelKeys', 'mismatchLabelKeys'])
          if (valueAt(term, field)) yield { feature: 'affinityLabelKeys', path: [...path, 'affinity', kind, list, index, ...below, field] };
      }
    }
  }
}

function* containerUses({ path, container }: PodContainer): Iterable<FeatureUse> {
  const isInit = path.includes('initContainers');
  if (isInit && container.restartPolicy === 'Always') yield { feature: 'sidecars', path: [...path, 'restartPolicy'] };
  else if (container.restartPolicy) yield { feature: 'containerRestarts', path: [...path, 'restartPolicy'] };
  if (container.restartPolicyRules) yield { feature: 'containerRestarts', path: [...path, 'restartPolicyRules'] };
  if (container.resizePolicy) yield { feature: 'resizeInPlace', path: [...path, 'resizePolicy'] };
  for (const hook of ['preStop', 'postStart']) {
    if (valueAt(container, 'lifecycle', hook, 'sleep') === undefined) continue;
    const isZero = numberAt(container, 'lifecycle', hook, 'sleep', 'seconds') === 0;
    yield { feature: isZero ? 'sleepOfZero' : 'sleepAction', path: [...path, 'lifecycle', hook, 'sleep'] };
  }
  for (const [index, mount] of listAt(container, 'volumeMounts').entries()) {
    const mode = textAt(mount, 'recursiveReadOnly');
    if (mode !== undefined && mode !== 'Disabled')
      yield { feature: 'recursiveReadOnly', path: [...path, 'volumeMounts', index, 'recursiveReadOnly'] };
  }
  for (const [index, variable] of listAt(container, 'env').entries()) {
    if (valueAt(variable, 'valueFrom', 'fileKeyRef'))
      yield { feature: 'environmentFiles', path: [...path, 'env', index, 'valueFrom', 'fileKeyRef'] };
  }
}

/** Kinds that have such fields beside their pods. */
const OTHER_KINDS: Readonly<Record<string, (manifest: unknown) => Iterable<FeatureUse>>> = {
  'batch/Job': (manifest) => jobUses(manifest, ['spec']),
  'batch/CronJob': (manifest) => jobUses(manifest, ['spec', 'jobTemplate', 'spec']),
  'apps/StatefulSet': function* (manifest) {
    const update = ['spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable'];
    if (valueAt(manifest, ...update) !== undefined) yield { feature: 'statefulSetUnavailable', path: update };
    const retention = ['spec', 'persistentVolumeClaimRetentionPolicy'];
    if (valueAt(manifest, ...retention)) yield { feature: 'claimRetention', path: retention };
  },
  'autoscaling/HorizontalPodAutoscaler': function* (manifest) {
    for (const direction of ['scaleUp', 'scaleDown']) {
      const path = ['spec', 'behavior', direction, 'tolerance'];
      if (valueAt(manifest, ...path) !== undefined) yield { feature: 'scalingTolerance', path };
    }
  },
  '/Service': function* (manifest) {
    const path = ['spec', 'trafficDistribution'];
    const distribution = valueAt(manifest, ...path);
    if (distribution === 'PreferClose') yield { feature: 'trafficDistribution', path };
    else if (distribution) yield { feature: 'trafficSame', path };
  },
  '/PersistentVolumeClaim': function* (manifest) {
    const path = ['spec', 'volumeAttributesClassName'];
    if (valueAt(manifest, ...path)) yield { feature: 'volumeAttributes', path };
  },
  'resource.k8s.io/ResourceClaim': (manifest) => claimUses(manifest, ['spec', 'devices', 'requests']),
  'resource.k8s.io/ResourceClaimTemplate': (manifest) => claimUses(manifest, ['spec', 'spec', 'devices', 'requests']),
};

const JOB_FIELDS: readonly (readonly [field: string, feature: KubernetesFeatureName])[] = [
  ['backoffLimitPerIndex', 'backoffPerIndex'],
  ['successPolicy', 'successPolicy'],
  ['managedBy', 'managedJobs'],
  ['podReplacementPolicy', 'podReplacement'],
];

function* jobUses(manifest: unknown, path: ValuePath): Iterable<FeatureUse> {
  const spec = fieldsAt(manifest, ...path);
  for (const [field, feature] of JOB_FIELDS) if (spec[field] !== undefined) yield { feature, path: [...path, field] };
}

function* claimUses(manifest: unknown, path: ValuePath): Iterable<FeatureUse> {
  for (const [index, request] of listAt(manifest, ...path).entries()) {
    if (valueAt(request, 'firstAvailable')) yield { feature: 'claimAlternatives', path: [...path, index, 'firstAvailable'] };
    if (valueAt(request, 'exactly', 'adminAccess'))
      yield { feature: 'claimAdministration', path: [...path, index, 'exactly', 'adminAccess'] };
  }
}
