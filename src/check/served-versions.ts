/** An API version that servers have only from some minor version on. */
export interface ServedVersion {
  readonly apiVersion: string;
  readonly kinds: RegExp;
  /** The first minor version of Kubernetes 1 that knows it. */
  readonly since: number;
}

/**
 * Kinds of Kubernetes that are younger than 1.31, as the marks in its API tell.
 *
 * Those that are not stable are served only where somebody asks for it with `--runtime-config`.
 *
 * @see https://github.com/kubernetes/api/blob/v0.36.2/resource/v1/zz_generated.prerelease-lifecycle.go
 * @see https://kubernetes.io/docs/reference/using-api/#api-versioning
 */
const SERVED: readonly ServedVersion[] = [
  { apiVersion: 'admissionregistration.k8s.io/v1', kinds: /^MutatingAdmissionPolicy(Binding)?$/, since: 36 },
  { apiVersion: 'admissionregistration.k8s.io/v1beta1', kinds: /^MutatingAdmissionPolicy(Binding)?$/, since: 34 },
  { apiVersion: 'certificates.k8s.io/v1beta1', kinds: /^ClusterTrustBundle$/, since: 33 },
  { apiVersion: 'certificates.k8s.io/v1beta1', kinds: /^PodCertificateRequest$/, since: 35 },
  { apiVersion: 'coordination.k8s.io/v1beta1', kinds: /^LeaseCandidate$/, since: 33 },
  { apiVersion: 'networking.k8s.io/v1', kinds: /^(IPAddress|ServiceCIDR)$/, since: 33 },
  { apiVersion: 'networking.k8s.io/v1beta1', kinds: /^(IPAddress|ServiceCIDR)$/, since: 31 },
  { apiVersion: 'resource.k8s.io/v1', kinds: /^(DeviceClass|Resource(Claim|ClaimTemplate|Slice))$/, since: 34 },
  { apiVersion: 'resource.k8s.io/v1beta2', kinds: /^(DeviceClass|Resource(Claim|ClaimTemplate|Slice))$/, since: 33 },
  { apiVersion: 'resource.k8s.io/v1beta2', kinds: /^DeviceTaintRule$/, since: 36 },
  { apiVersion: 'resource.k8s.io/v1beta1', kinds: /^(DeviceClass|Resource(Claim|ClaimTemplate|Slice))$/, since: 32 },
  { apiVersion: 'storage.k8s.io/v1', kinds: /^VolumeAttributesClass$/, since: 34 },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: /^VolumeAttributesClass$/, since: 31 },
  { apiVersion: 'storagemigration.k8s.io/v1beta1', kinds: /^StorageVersionMigration$/, since: 35 },
];

/** Since when a kind is served, where that is later than 1.30. */
export function servedVersion(apiVersion: string, kind: string): ServedVersion | undefined {
  return SERVED.find((served) => served.apiVersion === apiVersion && served.kinds.test(kind));
}

/** Whether servers have an API version without being told to. */
export function isOnByDefault(apiVersion: string): boolean {
  return /\/v\d+$/.test(apiVersion);
}
