import type { SchemaNode } from '../../../src/schema/packs/schema-node';

/** What Kubernetes checks in code of a type, and the OpenAPI document does not say. */
export interface DefinitionFacts {
  readonly required?: readonly string[];
  readonly choices?: SchemaNode['choices'];
  /** By field; `field[]` is about the items of a list, `field{}` about the values of a map. */
  readonly fields?: Readonly<Record<string, Partial<SchemaNode>>>;
}

const oneOf = (...values: readonly string[]): Partial<SchemaNode> => ({ enum: values });
const NOT_NEGATIVE = { minimum: 0 };
const POSITIVE = { minimum: 1 };
const PORT = { minimum: 1, maximum: 65535 };
const FILLED = { minLength: 1 };
const NOT_EMPTY = { minItems: 1 };
const PULL_POLICY = oneOf('Always', 'IfNotPresent', 'Never');
const PROTOCOL = oneOf('TCP', 'UDP', 'SCTP');
const TAINT_EFFECT = oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute');
const ACCESS_MODE = oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod');
const VOLUME_MODE = oneOf('Block', 'Filesystem');
const HONOR = oneOf('Honor', 'Ignore');
const PROFILE = oneOf('Localhost', 'RuntimeDefault', 'Unconfined');
const LOCAL_OR_CLUSTER = oneOf('Cluster', 'Local');
const PREEMPTION = oneOf('PreemptLowerPriority', 'Never');
const ID = { minimum: 0, maximum: 2 ** 31 - 1 };
const LABEL = { format: 'dns-label' };
const SUBDOMAIN = { format: 'dns-subdomain' };
const PATH = { minLength: 1 };
const PORT_OR_NAME = { format: 'port' };
const COUNT_OR_PERCENT = { format: 'count-or-percent' };

const CONTAINER_FIELDS: DefinitionFacts['fields'] = {
  name: LABEL,
  restartPolicy: oneOf('Always', 'Never', 'OnFailure'),
  imagePullPolicy: PULL_POLICY,
  terminationMessagePolicy: oneOf('File', 'FallbackToLogsOnError'),
};

/**
 * By definition, without `io.k8s.api.`. Read from the `+enum` types and the validation packages of Kubernetes.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go and its neighbors, one a group
 */
export const BUILT_IN_FACTS: Readonly<Record<string, DefinitionFacts>> = {
  // -- pods
  'core.v1.PodSpec': {
    fields: {
      containers: NOT_EMPTY,
      activeDeadlineSeconds: { minimum: 1, maximum: 2 ** 31 - 1 },
      dnsPolicy: oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
      hostname: LABEL,
      subdomain: LABEL,
      nodeName: SUBDOMAIN,
      preemptionPolicy: PREEMPTION,
      priorityClassName: SUBDOMAIN,
      restartPolicy: oneOf('Always', 'Never', 'OnFailure'),
      runtimeClassName: SUBDOMAIN,
      serviceAccountName: SUBDOMAIN,
      'nodeSelector{}': { format: 'label-value' },
      hostnameOverride: { format: 'dns-subdomain', maxLength: 64 },
    },
  },
  'core.v1.Container': { required: ['image'], fields: { ...CONTAINER_FIELDS, image: FILLED } },
  'core.v1.ContainerPort': {
    fields: { containerPort: PORT, hostPort: { minimum: 0, maximum: 65535 }, name: { format: 'port-name' }, protocol: PROTOCOL },
  },
  'core.v1.ContainerResizePolicy': {
    fields: { resourceName: oneOf('cpu', 'memory'), restartPolicy: oneOf('NotRequired', 'RestartContainer') },
  },
  'core.v1.EnvVar': { fields: { name: { format: 'env-name' } } },
  'core.v1.EnvVarSource': { choices: [[true, 'fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef']] },
  'core.v1.ObjectFieldSelector': { fields: { fieldPath: FILLED } },
  'core.v1.ResourceFieldSelector': { fields: { resource: FILLED } },
  'core.v1.ConfigMapKeySelector': { required: ['name'], fields: { key: { format: 'config-key' }, name: SUBDOMAIN } },
  'core.v1.SecretKeySelector': { required: ['name'], fields: { key: { format: 'config-key' }, name: SUBDOMAIN } },
  'core.v1.EnvFromSource': { choices: [[true, 'configMapRef', 'secretRef']] },
  'core.v1.ConfigMapEnvSource': { required: ['name'], fields: { name: SUBDOMAIN } },
  'core.v1.SecretEnvSource': { required: ['name'], fields: { name: SUBDOMAIN } },
  'core.v1.LifecycleHandler': { choices: [[true, 'exec', 'httpGet', 'tcpSocket', 'sleep']] },
  'core.v1.SleepAction': { fields: { seconds: NOT_NEGATIVE } },
  'core.v1.Probe': {
    choices: [[true, 'exec', 'httpGet', 'tcpSocket', 'grpc']],
    fields: {
      initialDelaySeconds: NOT_NEGATIVE,
      timeoutSeconds: NOT_NEGATIVE,
      periodSeconds: NOT_NEGATIVE,
      successThreshold: NOT_NEGATIVE,
      failureThreshold: NOT_NEGATIVE,
      terminationGracePeriodSeconds: POSITIVE,
    },
  },
  'core.v1.ExecAction': { required: ['command'], fields: { command: NOT_EMPTY } },
  'core.v1.HTTPGetAction': { fields: { port: PORT_OR_NAME, scheme: oneOf('HTTP', 'HTTPS') } },
  'core.v1.HTTPHeader': { fields: { name: { pattern: '^[-A-Za-z0-9]+$' } } },
  'core.v1.TCPSocketAction': { fields: { port: PORT_OR_NAME } },
  'core.v1.GRPCAction': { fields: { port: PORT } },
  'core.v1.ResourceRequirements': {
    fields: { 'limits{}': { format: 'amount' }, 'requests{}': { format: 'amount' } },
  },
  'core.v1.VolumeMount': {
    fields: {
      name: FILLED,
      mountPath: { format: 'no-colon' },
      subPath: { format: 'no-dot-dot' },
      subPathExpr: { format: 'no-dot-dot' },
      mountPropagation: oneOf('None', 'HostToContainer', 'Bidirectional'),
      recursiveReadOnly: oneOf('Disabled', 'IfPossible', 'Enabled'),
    },
    choices: [[false, 'subPath', 'subPathExpr']],
  },
  'core.v1.VolumeDevice': { fields: { name: FILLED, devicePath: { minLength: 1 } } },
  'core.v1.Volume': {
    fields: { name: LABEL },
    choices: [
      [
        false,
        'awsElasticBlockStore',
        'azureDisk',
        'azureFile',
        'cephfs',
        'cinder',
        'configMap',
        'csi',
        'downwardAPI',
        'emptyDir',
        'ephemeral',
        'fc',
        'flexVolume',
        'flocker',
        'gcePersistentDisk',
        'glusterfs',
        'hostPath',
        'image',
        'iscsi',
        'nfs',
        'persistentVolumeClaim',
        'photonPersistentDisk',
        'portworxVolume',
        'projected',
        'quobyte',
        'rbd',
        'scaleIO',
        'secret',
        'storageos',
        'vsphereVolume',
      ],
    ],
  },
  'core.v1.ConfigMapVolumeSource': { required: ['name'], fields: { name: FILLED, defaultMode: { minimum: 0, maximum: 0o777 } } },
  'core.v1.SecretVolumeSource': { required: ['secretName'], fields: { secretName: FILLED, defaultMode: { minimum: 0, maximum: 0o777 } } },
  'core.v1.KeyToPath': { fields: { key: FILLED, path: { minLength: 1, format: 'no-dot-dot' }, mode: { minimum: 0, maximum: 0o777 } } },
  'core.v1.PersistentVolumeClaimVolumeSource': { fields: { claimName: FILLED } },
  'core.v1.HostPathVolumeSource': {
    fields: {
      path: PATH,
      type: oneOf('', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'),
    },
  },
  'core.v1.EmptyDirVolumeSource': { fields: { sizeLimit: { format: 'amount' } } },
  'core.v1.ImageVolumeSource': { fields: { pullPolicy: PULL_POLICY } },
  'core.v1.NFSVolumeSource': { fields: { server: FILLED, path: { minLength: 1, format: 'absolute-path' } } },
  'core.v1.CSIVolumeSource': { fields: { driver: FILLED } },
  'core.v1.ProjectedVolumeSource': { fields: { defaultMode: { minimum: 0, maximum: 0o777 } } },
  'core.v1.VolumeProjection': {
    choices: [[true, 'clusterTrustBundle', 'configMap', 'downwardAPI', 'podCertificate', 'secret', 'serviceAccountToken']],
  },
  'core.v1.ConfigMapProjection': { required: ['name'], fields: { name: FILLED } },
  'core.v1.SecretProjection': { required: ['name'], fields: { name: FILLED } },
  'core.v1.ServiceAccountTokenProjection': {
    fields: { path: { minLength: 1, format: 'no-dot-dot' }, expirationSeconds: { minimum: 600, maximum: 2 ** 32 } },
  },
  'core.v1.DownwardAPIVolumeFile': {
    choices: [[true, 'fieldRef', 'resourceFieldRef']],
    fields: { path: { minLength: 1, format: 'no-dot-dot' }, mode: { minimum: 0, maximum: 0o777 } },
  },
  'core.v1.EphemeralVolumeSource': { required: ['volumeClaimTemplate'] },
  'core.v1.SecurityContext': {
    fields: { procMount: oneOf('Default', 'Unmasked'), runAsUser: ID, runAsGroup: ID },
  },
  'core.v1.PodSecurityContext': {
    fields: {
      fsGroup: ID,
      runAsUser: ID,
      runAsGroup: ID,
      'supplementalGroups[]': ID,
      fsGroupChangePolicy: oneOf('OnRootMismatch', 'Always'),
      supplementalGroupsPolicy: oneOf('Merge', 'Strict'),
      seLinuxChangePolicy: oneOf('Recursive', 'MountOption'),
    },
  },
  'core.v1.SeccompProfile': { fields: { type: PROFILE } },
  'core.v1.AppArmorProfile': { fields: { type: PROFILE } },
  'core.v1.Sysctl': { fields: { name: FILLED } },
  'core.v1.Toleration': {
    fields: {
      effect: oneOf('', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'),
      operator: oneOf('', 'Equal', 'Exists'),
      key: { format: 'qualified-name' },
    },
  },
  'core.v1.Taint': { fields: { effect: TAINT_EFFECT, key: { format: 'qualified-name' } } },
  'core.v1.HostAlias': { fields: { ip: { format: 'ip' }, 'hostnames[]': SUBDOMAIN } },
  'core.v1.PodReadinessGate': { fields: { conditionType: { format: 'qualified-name' } } },
  'core.v1.PodSchedulingGate': { fields: { name: { format: 'qualified-name' } } },
  'core.v1.PodOS': { fields: { name: oneOf('linux', 'windows') } },
  'core.v1.PodDNSConfigOption': { fields: { name: FILLED } },
  'core.v1.TopologySpreadConstraint': {
    fields: {
      maxSkew: POSITIVE,
      minDomains: POSITIVE,
      topologyKey: { format: 'qualified-name' },
      whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
      nodeAffinityPolicy: HONOR,
      nodeTaintsPolicy: HONOR,
      'matchLabelKeys[]': { format: 'qualified-name' },
    },
  },
  'core.v1.PodAffinityTerm': { fields: { topologyKey: { format: 'qualified-name' }, 'namespaces[]': LABEL } },
  'core.v1.WeightedPodAffinityTerm': { fields: { weight: { minimum: 1, maximum: 100 } } },
  'core.v1.PreferredSchedulingTerm': { fields: { weight: { minimum: 1, maximum: 100 } } },
  'core.v1.NodeSelector': { fields: { nodeSelectorTerms: NOT_EMPTY } },
  'core.v1.NodeSelectorRequirement': {
    fields: {
      key: { format: 'qualified-name' },
      operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'),
      'values[]': { format: 'label-value' },
    },
  },
  'core.v1.ResourceClaim': { fields: { name: LABEL } },
  'core.v1.PodResourceClaim': { fields: { name: LABEL }, choices: [[true, 'resourceClaimName', 'resourceClaimTemplateName']] },
  'apimachinery.pkg.apis.meta.v1.LabelSelector': { fields: { 'matchLabels{}': { format: 'label-value' } } },
  'apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement': {
    fields: {
      key: { format: 'qualified-name' },
      operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
      'values[]': { format: 'label-value' },
    },
  },

  'core.v1.PodTemplateSpec': { required: ['spec'] },
  'core.v1.Pod': { required: ['spec'] },

  // -- devices
  'resource.v1.DeviceClaim': { fields: { requests: { keys: ['name'] } } },
  'resource.v1.DeviceRequest': { choices: [[true, 'exactly', 'firstAvailable']], fields: { name: LABEL } },
  'resource.v1.ExactDeviceRequest': {
    required: ['deviceClassName'],
    fields: { allocationMode: oneOf('All', 'ExactCount'), count: POSITIVE, deviceClassName: SUBDOMAIN },
  },
  'resource.v1.DeviceSubRequest': {
    fields: { name: LABEL, allocationMode: oneOf('All', 'ExactCount'), count: POSITIVE, deviceClassName: SUBDOMAIN },
  },
  'resource.v1.DeviceSelector': { required: ['cel'] },
  'resource.v1.CELDeviceSelector': { fields: { expression: FILLED } },
  'resource.v1.DeviceConstraint': {
    choices: [[true, 'distinctAttribute', 'matchAttribute']],
    fields: { matchAttribute: { format: 'attribute-name' }, distinctAttribute: { format: 'attribute-name' } },
  },

  // -- workloads
  'apps.v1.DeploymentSpec': {
    fields: {
      replicas: NOT_NEGATIVE,
      minReadySeconds: NOT_NEGATIVE,
      revisionHistoryLimit: NOT_NEGATIVE,
      progressDeadlineSeconds: NOT_NEGATIVE,
    },
  },
  'apps.v1.Deployment': { required: ['spec'] },
  'apps.v1.DeploymentStrategy': { fields: { type: oneOf('Recreate', 'RollingUpdate') } },
  'apps.v1.RollingUpdateDeployment': { fields: { maxSurge: COUNT_OR_PERCENT, maxUnavailable: COUNT_OR_PERCENT } },
  'apps.v1.RollingUpdateDaemonSet': { fields: { maxSurge: COUNT_OR_PERCENT, maxUnavailable: COUNT_OR_PERCENT } },
  'apps.v1.RollingUpdateStatefulSetStrategy': { fields: { maxUnavailable: COUNT_OR_PERCENT, partition: NOT_NEGATIVE } },
  'apps.v1.StatefulSet': { required: ['spec'] },
  'apps.v1.StatefulSetSpec': {
    fields: {
      serviceName: LABEL,
      replicas: NOT_NEGATIVE,
      minReadySeconds: NOT_NEGATIVE,
      podManagementPolicy: oneOf('OrderedReady', 'Parallel'),
    },
  },
  'apps.v1.StatefulSetOrdinals': { fields: { start: NOT_NEGATIVE } },
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    fields: { whenDeleted: oneOf('Retain', 'Delete'), whenScaled: oneOf('Retain', 'Delete') },
  },
  'apps.v1.StatefulSetUpdateStrategy': { fields: { type: oneOf('OnDelete', 'RollingUpdate') } },
  'apps.v1.DaemonSet': { required: ['spec'] },
  'apps.v1.DaemonSetSpec': { fields: { minReadySeconds: NOT_NEGATIVE, revisionHistoryLimit: NOT_NEGATIVE } },
  'apps.v1.DaemonSetUpdateStrategy': { fields: { type: oneOf('OnDelete', 'RollingUpdate') } },
  'apps.v1.ReplicaSet': { required: ['spec'] },
  'apps.v1.ReplicaSetSpec': { required: ['template'], fields: { replicas: NOT_NEGATIVE, minReadySeconds: NOT_NEGATIVE } },
  'batch.v1.Job': { required: ['spec'] },
  'batch.v1.JobSpec': {
    fields: {
      parallelism: NOT_NEGATIVE,
      completions: NOT_NEGATIVE,
      activeDeadlineSeconds: NOT_NEGATIVE,
      backoffLimit: NOT_NEGATIVE,
      backoffLimitPerIndex: NOT_NEGATIVE,
      maxFailedIndexes: NOT_NEGATIVE,
      ttlSecondsAfterFinished: NOT_NEGATIVE,
      completionMode: oneOf('NonIndexed', 'Indexed'),
      podReplacementPolicy: oneOf('TerminatingOrFailed', 'Failed'),
    },
  },
  'batch.v1.PodFailurePolicy': { fields: { rules: { maxItems: 20 } } },
  'batch.v1.PodFailurePolicyRule': {
    choices: [[true, 'onExitCodes', 'onPodConditions']],
    fields: { action: oneOf('FailJob', 'FailIndex', 'Ignore', 'Count') },
  },
  'batch.v1.PodFailurePolicyOnExitCodesRequirement': {
    fields: { operator: oneOf('In', 'NotIn'), values: { minItems: 1, maxItems: 255 } },
  },
  'batch.v1.PodFailurePolicyOnPodConditionsPattern': {
    fields: { status: oneOf('True', 'False', 'Unknown'), type: { format: 'qualified-name' } },
  },
  'batch.v1.SuccessPolicy': { fields: { rules: { minItems: 1, maxItems: 20 } } },
  'batch.v1.SuccessPolicyRule': { fields: { succeededCount: POSITIVE } },
  'batch.v1.CronJob': { required: ['spec'] },
  'batch.v1.CronJobSpec': {
    fields: {
      schedule: FILLED,
      timeZone: FILLED,
      concurrencyPolicy: oneOf('Allow', 'Forbid', 'Replace'),
      startingDeadlineSeconds: NOT_NEGATIVE,
      successfulJobsHistoryLimit: NOT_NEGATIVE,
      failedJobsHistoryLimit: NOT_NEGATIVE,
    },
  },
  'autoscaling.v2.HorizontalPodAutoscaler': { required: ['spec'] },
  'autoscaling.v2.HorizontalPodAutoscalerSpec': { fields: { maxReplicas: POSITIVE, minReplicas: POSITIVE } },
  'autoscaling.v2.MetricSpec': {
    choices: [[true, 'containerResource', 'external', 'object', 'pods', 'resource']],
    fields: { type: oneOf('ContainerResource', 'External', 'Object', 'Pods', 'Resource') },
  },
  'autoscaling.v2.MetricTarget': {
    fields: {
      type: oneOf('Utilization', 'Value', 'AverageValue'),
      averageUtilization: POSITIVE,
      value: { format: 'positive-amount' },
      averageValue: { format: 'positive-amount' },
    },
  },
  'autoscaling.v2.ResourceMetricSource': { fields: { name: FILLED } },
  'autoscaling.v2.ContainerResourceMetricSource': { fields: { name: FILLED, container: LABEL } },
  'autoscaling.v2.MetricIdentifier': { fields: { name: { format: 'path-segment' } } },
  'autoscaling.v2.CrossVersionObjectReference': { fields: { kind: { format: 'path-segment' }, name: { format: 'path-segment' } } },
  'autoscaling.v2.HPAScalingRules': {
    fields: {
      stabilizationWindowSeconds: { minimum: 0, maximum: 3600 },
      selectPolicy: oneOf('Max', 'Min', 'Disabled'),
      policies: NOT_EMPTY,
    },
  },
  'autoscaling.v2.HPAScalingPolicy': {
    fields: { type: oneOf('Pods', 'Percent'), value: POSITIVE, periodSeconds: { minimum: 1, maximum: 1800 } },
  },
  'policy.v1.PodDisruptionBudgetSpec': {
    choices: [[false, 'minAvailable', 'maxUnavailable']],
    fields: {
      minAvailable: COUNT_OR_PERCENT,
      maxUnavailable: COUNT_OR_PERCENT,
      unhealthyPodEvictionPolicy: oneOf('IfHealthyBudget', 'AlwaysAllow'),
    },
  },

  // -- network
  'core.v1.Service': { required: ['spec'] },
  'core.v1.ServiceSpec': {
    fields: {
      type: oneOf('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
      sessionAffinity: oneOf('None', 'ClientIP'),
      externalTrafficPolicy: LOCAL_OR_CLUSTER,
      internalTrafficPolicy: LOCAL_OR_CLUSTER,
      ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
      'ipFamilies[]': oneOf('IPv4', 'IPv6'),
      'selector{}': { format: 'label-value' },
      'externalIPs[]': { format: 'ip' },
    },
  },
  'core.v1.ServicePort': {
    fields: { name: LABEL, port: PORT, nodePort: { minimum: 0, maximum: 65535 }, targetPort: PORT_OR_NAME, protocol: PROTOCOL },
  },
  'core.v1.ClientIPConfig': { fields: { timeoutSeconds: { minimum: 1, maximum: 86400 } } },
  'core.v1.EndpointAddress': { fields: { ip: { format: 'ip' } } },
  'core.v1.EndpointPort': { fields: { port: PORT, protocol: PROTOCOL } },
  'networking.v1.Ingress': { required: ['spec'] },
  'networking.v1.IngressRule': { fields: { host: { format: 'dns-wildcard' } } },
  'networking.v1.HTTPIngressRuleValue': { fields: { paths: NOT_EMPTY } },
  'networking.v1.HTTPIngressPath': { fields: { pathType: oneOf('Exact', 'Prefix', 'ImplementationSpecific') } },
  'networking.v1.IngressBackend': { choices: [[true, 'resource', 'service']] },
  'networking.v1.IngressServiceBackend': { required: ['port'], fields: { name: { format: 'dns-1035-label' } } },
  'networking.v1.ServiceBackendPort': { choices: [[true, 'name', 'number']], fields: { name: { format: 'port-name' }, number: PORT } },
  'networking.v1.IngressTLS': { fields: { 'hosts[]': { format: 'dns-wildcard' } } },
  'networking.v1.IngressSpec': { fields: { ingressClassName: SUBDOMAIN } },
  'networking.v1.NetworkPolicySpec': { fields: { 'policyTypes[]': oneOf('Ingress', 'Egress'), policyTypes: { maxItems: 2 } } },
  'networking.v1.NetworkPolicyPort': { fields: { port: PORT_OR_NAME, protocol: PROTOCOL, endPort: PORT } },
  'networking.v1.IPBlock': { fields: { cidr: { format: 'cidr' }, 'except[]': { format: 'cidr' } } },

  // -- storage and configuration
  'core.v1.PersistentVolumeClaim': { required: ['spec'] },
  'core.v1.PersistentVolumeClaimSpec': {
    required: ['accessModes', 'resources'],
    fields: { accessModes: NOT_EMPTY, 'accessModes[]': ACCESS_MODE, volumeMode: VOLUME_MODE },
  },
  'core.v1.VolumeResourceRequirements': { fields: { 'limits{}': { format: 'amount' }, 'requests{}': { format: 'amount' } } },
  'core.v1.PersistentVolume': { required: ['spec'] },
  'core.v1.PersistentVolumeSpec': {
    required: ['accessModes', 'capacity'],
    fields: {
      accessModes: NOT_EMPTY,
      'accessModes[]': ACCESS_MODE,
      persistentVolumeReclaimPolicy: oneOf('', 'Delete', 'Recycle', 'Retain'),
      volumeMode: VOLUME_MODE,
    },
  },
  'storage.v1.StorageClass': {
    fields: {
      reclaimPolicy: oneOf('Delete', 'Retain'),
      volumeBindingMode: oneOf('Immediate', 'WaitForFirstConsumer'),
      provisioner: FILLED,
    },
  },
  'core.v1.ResourceQuotaSpec': {
    fields: {
      'hard{}': { format: 'amount' },
      'scopes[]': oneOf(
        'Terminating',
        'NotTerminating',
        'BestEffort',
        'NotBestEffort',
        'PriorityClass',
        'CrossNamespacePodAffinity',
        'VolumeAttributesClass',
      ),
    },
  },
  'core.v1.ScopedResourceSelectorRequirement': {
    fields: {
      operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
      scopeName: oneOf(
        'Terminating',
        'NotTerminating',
        'BestEffort',
        'NotBestEffort',
        'PriorityClass',
        'CrossNamespacePodAffinity',
        'VolumeAttributesClass',
      ),
    },
  },
  'core.v1.LimitRangeItem': { fields: { type: { format: 'qualified-name' } } },
  'scheduling.v1.PriorityClass': { fields: { value: { maximum: 1_000_000_000 }, preemptionPolicy: PREEMPTION } },
  'node.v1.RuntimeClass': { fields: { handler: LABEL } },

  // -- access
  'rbac.v1.RoleRef': {
    fields: { kind: oneOf('Role', 'ClusterRole'), apiGroup: oneOf('', 'rbac.authorization.k8s.io'), name: { format: 'path-segment' } },
  },
  'rbac.v1.Subject': { fields: { kind: oneOf('Group', 'ServiceAccount', 'User'), name: FILLED } },
  'rbac.v1.PolicyRule': { fields: { verbs: NOT_EMPTY } },
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': { fields: { failurePolicy: oneOf('Fail', 'Ignore') } },
  'admissionregistration.v1.MatchResources': { fields: { matchPolicy: oneOf('Exact', 'Equivalent') } },
  'admissionregistration.v1.NamedRuleWithOperations': {
    fields: { 'operations[]': oneOf('*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'), scope: oneOf('*', 'Cluster', 'Namespaced') },
  },
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': {
    required: ['policyName', 'validationActions'],
    fields: { 'validationActions[]': oneOf('Audit', 'Deny', 'Warn') },
  },
};
