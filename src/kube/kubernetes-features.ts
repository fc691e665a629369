/** A part of Kubernetes that some supported version lacks, or has not yet stable. Versions are minor versions of 1. */
export interface KubernetesFeature {
  /** What people call it, in the plural where it reads well: `image volumes`. */
  readonly title: string;
  /** The feature gate that switches it. */
  readonly gate: string;
  /** The first version that has it without anyone switching it on. */
  readonly on: number;
  /** The first version that has it stable. @default - none yet */
  readonly stable?: number;
  /** Where to read on. */
  readonly source: string;
}

const DOCS = 'https://kubernetes.io/docs';
const POD_LIFECYCLE = `${DOCS}/concepts/workloads/pods/pod-lifecycle`;
const HOOKS = `${DOCS}/concepts/containers/container-lifecycle-hooks/`;
const JOB = `${DOCS}/concepts/workloads/controllers/job`;
const DRA = `${DOCS}/concepts/scheduling-eviction/dynamic-resource-allocation`;
const SERVICE = `${DOCS}/reference/networking/virtual-ips/#traffic-distribution`;

/**
 * What changed its state between Kubernetes 1.31 and 1.36 and appears in manifests.
 *
 * The versions are those of the feature gates in the source of Kubernetes 1.35 and, for 1.36, of the pages below and of the markers that its
 * API lost. What could not be found in either is left out: stop signals, pod certificates, `procMount`, groups of pods.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.3/pkg/features/kube_features.go
 */
export const KUBERNETES_FEATURES = {
  imageVolumes: { title: 'image volumes', gate: 'ImageVolume', on: 35, stable: 36, source: `${DOCS}/concepts/storage/volumes/#image` },
  sidecars: {
    title: 'sidecars (init containers with restartPolicy Always)',
    gate: 'SidecarContainers',
    on: 29,
    stable: 33,
    source: `${DOCS}/concepts/workloads/pods/sidecar-containers/`,
  },
  containerRestarts: {
    title: 'restart policies and rules of a single container',
    gate: 'ContainerRestartRules',
    on: 35,
    source: `${POD_LIFECYCLE}/#container-restart-rules`,
  },
  sleepAction: { title: 'the sleep action before the stop', gate: 'PodLifecycleSleepAction', on: 30, stable: 34, source: HOOKS },
  sleepOfZero: { title: 'a sleep action of no time', gate: 'PodLifecycleSleepActionAllowZero', on: 33, stable: 34, source: HOOKS },
  resizeInPlace: {
    title: 'resources that change without a restart',
    gate: 'InPlacePodVerticalScaling',
    on: 33,
    stable: 35,
    source: `${DOCS}/tasks/configure-pod-container/resize-container-resources/`,
  },
  podResources: {
    title: 'resources of the pod as a whole',
    gate: 'PodLevelResources',
    on: 34,
    source: `${DOCS}/concepts/configuration/manage-resources-containers/#pod-level-resource-specification`,
  },
  userNamespaces: {
    title: 'user namespaces',
    gate: 'UserNamespacesSupport',
    on: 33,
    stable: 36,
    source: `${DOCS}/concepts/workloads/pods/user-namespaces/`,
  },
  supplementalGroups: {
    title: 'a policy of supplemental groups',
    gate: 'SupplementalGroupsPolicy',
    on: 33,
    stable: 35,
    source: `${DOCS}/tasks/configure-pod-container/security-context/#supplementalgroupspolicy`,
  },
  selinuxChange: {
    title: 'a policy of SELinux labels',
    gate: 'SELinuxChangePolicy',
    on: 33,
    stable: 36,
    source: `${DOCS}/tasks/configure-pod-container/security-context/#efficient-selinux-volume-relabeling`,
  },
  recursiveReadOnly: {
    title: 'read-only mounts with all that is mounted below',
    gate: 'RecursiveReadOnlyMounts',
    on: 31,
    stable: 33,
    source: `${DOCS}/concepts/storage/volumes/#recursive-read-only-mounts`,
  },
  environmentFiles: {
    title: 'environment variables out of files',
    gate: 'EnvFiles',
    on: 35,
    source: `${DOCS}/tasks/inject-data-application/define-environment-variable-via-file/`,
  },
  hostnameOverride: {
    title: 'a host name that may be any',
    gate: 'HostnameOverride',
    on: 35,
    source: `${DOCS}/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields`,
  },
  trustBundles: {
    title: 'volumes of trusted certificates',
    gate: 'ClusterTrustBundleProjection',
    on: 37,
    stable: 37,
    source: `${DOCS}/concepts/storage/projected-volumes/#clustertrustbundle`,
  },
  spreadPolicies: {
    title: 'topology spread that counts only nodes that fit',
    gate: 'NodeInclusionPolicyInPodTopologySpread',
    on: 26,
    stable: 33,
    source: `${DOCS}/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition`,
  },
  affinityLabelKeys: {
    title: 'affinity to pods by the values of labels',
    gate: 'MatchLabelKeysInPodAffinity',
    on: 31,
    stable: 33,
    source: `${DOCS}/concepts/scheduling-eviction/assign-pod-node/#matchlabelkeys`,
  },
  claims: {
    title: 'dynamic resource allocation (resource.k8s.io/v1)',
    gate: 'DynamicResourceAllocation',
    on: 34,
    stable: 34,
    source: `${DRA}/`,
  },
  claimAlternatives: {
    title: 'claims with a list of alternatives',
    gate: 'DRAPrioritizedList',
    on: 34,
    stable: 36,
    source: `${DRA}/#prioritized-list`,
  },
  claimAdministration: { title: 'claims with admin access', gate: 'DRAAdminAccess', on: 34, stable: 36, source: `${DRA}/#admin-access` },
  backoffPerIndex: {
    title: 'a backoff limit for each index',
    gate: 'JobBackoffLimitPerIndex',
    on: 29,
    stable: 33,
    source: `${JOB}/#backoff-limit-per-index`,
  },
  successPolicy: { title: 'a success policy', gate: 'JobSuccessPolicy', on: 31, stable: 33, source: `${JOB}/#success-policy` },
  managedJobs: {
    title: 'jobs that another controller manages',
    gate: 'JobManagedBy',
    on: 32,
    stable: 35,
    source: `${JOB}/#delegation-of-managing-a-job-object-to-external-controller`,
  },
  podReplacement: {
    title: 'a policy of when a job replaces its pods',
    gate: 'JobPodReplacementPolicy',
    on: 29,
    stable: 34,
    source: `${JOB}/#pod-replacement-policy`,
  },
  claimRetention: {
    title: 'claims that go with their StatefulSet',
    gate: 'StatefulSetAutoDeletePVC',
    on: 27,
    stable: 32,
    source: `${DOCS}/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention`,
  },
  // On in 1.35.0 to 1.35.3, and off again from 1.35.4 on.
  statefulSetUnavailable: {
    title: 'more than one pod of a StatefulSet replaced at a time',
    gate: 'MaxUnavailableStatefulSet',
    on: 37,
    source: `${DOCS}/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods`,
  },
  trafficDistribution: { title: 'traffic that stays near', gate: 'ServiceTrafficDistribution', on: 31, stable: 33, source: SERVICE },
  trafficSame: {
    title: 'traffic to the same zone or node first',
    gate: 'PreferSameTrafficDistribution',
    on: 34,
    stable: 35,
    source: SERVICE,
  },
  scalingTolerance: {
    title: 'a tolerance of the autoscaler',
    gate: 'HPAConfigurableTolerance',
    on: 35,
    stable: 37,
    source: `${DOCS}/tasks/run-application/horizontal-pod-autoscale/#tolerance`,
  },
  volumeAttributes: {
    title: 'classes of volume attributes',
    gate: 'VolumeAttributesClass',
    on: 34,
    stable: 34,
    source: `${DOCS}/concepts/storage/volume-attributes-classes/`,
  },
} as const satisfies Readonly<Record<string, KubernetesFeature>>;

/** The name of a feature in the table. */
export type KubernetesFeatureName = keyof typeof KUBERNETES_FEATURES;
