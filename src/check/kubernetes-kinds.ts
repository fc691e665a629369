/** The groups that the API server itself serves; no CRD may be in one of them. */
const GROUPS =
  /^(?:(?:apps|autoscaling|batch|extensions|policy|(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|resource|scheduling|storage|storagemigration)\.k8s\.io)\/)?v\d+(?<stage>(?:alpha|beta)\d+)?\//;

/**
 * Kinds that Kubernetes 1.31 to 1.36 serves and this library has no schema of, as an API server lists them.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
const UNCHECKED: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration',
  'apiregistration.k8s.io/v1/APIService',
  'apps/v1/ControllerRevision',
  'authentication.k8s.io/v1/SelfSubjectReview',
  'authentication.k8s.io/v1/TokenRequest',
  'authentication.k8s.io/v1/TokenReview',
  'authorization.k8s.io/v1/LocalSubjectAccessReview',
  'authorization.k8s.io/v1/SelfSubjectAccessReview',
  'authorization.k8s.io/v1/SelfSubjectRulesReview',
  'authorization.k8s.io/v1/SubjectAccessReview',
  'autoscaling/v1/HorizontalPodAutoscaler',
  'autoscaling/v1/Scale',
  'certificates.k8s.io/v1/CertificateSigningRequest',
  'discovery.k8s.io/v1/EndpointSlice',
  'events.k8s.io/v1/Event',
  'flowcontrol.apiserver.k8s.io/v1/FlowSchema',
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration',
  'networking.k8s.io/v1/IPAddress',
  'networking.k8s.io/v1/ServiceCIDR',
  'policy/v1/Eviction',
  'resource.k8s.io/v1/ResourceSlice',
  'storage.k8s.io/v1/CSINode',
  'storage.k8s.io/v1/CSIStorageCapacity',
  'storage.k8s.io/v1/VolumeAttachment',
  'storage.k8s.io/v1/VolumeAttributesClass',
  'v1/Binding',
  'v1/ComponentStatus',
  'v1/Event',
  'v1/Node',
  'v1/PodTemplate',
  'v1/ReplicationController',
]);

/** Whether a kind, such as `apps/v1/Deployment`, claims to be one of Kubernetes itself. */
export function isOfKubernetes(kind: string): boolean {
  return GROUPS.test(kind);
}

/** Whether it claims to be a stable one: one that every API server has. */
export function isStableOfKubernetes(kind: string): boolean {
  const found = GROUPS.exec(kind);
  return found !== null && found.groups?.stage === undefined;
}

/** Whether Kubernetes serves it, though there is no schema of it here. */
export function isServedUnchecked(kind: string): boolean {
  return UNCHECKED.has(kind);
}
