import type { Finding } from '../../base/finding';
import { KUBERNETES_FEATURES, type KubernetesFeature } from '../../kube/kubernetes-features';
import { accepts } from '../index/acceptances';
import { type CheckedObject, objectFinding } from '../index/checked-object';
import { featureUses } from './feature-uses';

/** The versions that `--kubernetes` takes, as minor versions of 1. */
export const KUBERNETES_MINORS: readonly number[] = [31, 32, 33, 34, 35, 36];

type Told = Pick<Finding, 'path' | 'what' | 'fix' | 'source'>;

/**
 * What a server of some version would not do with an object.
 *
 * Where somebody asked about the version, what it does without calling it stable is told as well. In every other render that would be noise:
 * the constructs themselves write such fields.
 */
export function versionFindings(object: CheckedObject, version: string, asked: boolean): readonly Finding[] {
  const minor = Number(version.split('.')[1]);
  const told: [code: string, findings: readonly Told[]][] = [
    ['kubernetes.version', served(object, version, minor)],
    ['kubernetes.feature', features(object, version, minor, asked)],
  ];
  return told.flatMap(([code, findings]) => {
    if (findings.length === 0 || accepts(object, code)) return [];
    return findings.map((each) => objectFinding(object, { code, severity: 'warning', ...each }));
  });
}

function served({ manifest }: CheckedObject, version: string, minor: number): readonly Told[] {
  const apiVersion = String(manifest.apiVersion);
  const known = servedVersion(apiVersion, String(manifest.kind));
  if (known === undefined) return [];
  const { since } = known;
  const on = isOnByDefault(apiVersion);
  if (minor >= since && on) return [];
  const what =
    minor < since
      ? `is ${apiVersion}, which Kubernetes ${version} does not serve: it came with 1.${since}`
      : `is ${apiVersion}, which Kubernetes ${version} serves only where --runtime-config switches it on`;
  const fix = on ? `upgrade to 1.${since}, or leave it out` : 'use the stable version where there is one, or leave it out';
  return [{ path: ['apiVersion'], what, fix, source: 'https://kubernetes.io/docs/reference/using-api/#api-versioning' }];
}

function features(object: CheckedObject, version: string, minor: number, asked: boolean): readonly Told[] {
  return [...featureUses(object)].flatMap(({ feature: name, path }) => {
    const feature: KubernetesFeature = KUBERNETES_FEATURES[name];
    const { title, gate, on, stable, source } = feature;
    if ((stable !== undefined && minor >= stable) || (minor >= on && !asked)) return [];
    const state = minor >= on ? 'has, and not yet stable' : `lacks, or has behind the feature gate ${gate}`;
    return [{ path, what: `needs ${title}, which Kubernetes ${version} ${state}`, fix: fixOf(feature, minor), source }];
  });
}

function fixOf({ on, stable }: KubernetesFeature, minor: number): string {
  if (minor < on) return `upgrade to 1.${on}, or leave it out`;
  return stable === undefined ? 'leave it out where stability matters' : `it is stable from 1.${stable}`;
}

/** An API version that servers have only from some minor version on. */
interface ServedVersion {
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
function servedVersion(apiVersion: string, kind: string): ServedVersion | undefined {
  return SERVED.find((served) => served.apiVersion === apiVersion && served.kinds.test(kind));
}

/** Whether servers have an API version without being told to. */
function isOnByDefault(apiVersion: string): boolean {
  return /\/v\d+$/.test(apiVersion);
}
