import type { AnyObject } from '../../schema/validate-object';
import type { CheckedObject } from '../index/checked-object';
import type { Rule } from '../rule';

type Removal = readonly [apiVersion: string, kind: RegExp, minor: number, instead: string];

/** API versions by the minor version that dropped them, with what took their place. @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
const REMOVED: readonly Removal[] = [
  ['extensions/v1beta1', /^(Deployment|DaemonSet|ReplicaSet)$/, 16, 'apps/v1'],
  ['extensions/v1beta1', /^(NetworkPolicy)$/, 16, 'networking.k8s.io/v1'],
  ['extensions/v1beta1', /^(Ingress)$/, 22, 'networking.k8s.io/v1'],
  ['apps/v1beta1', /./, 16, 'apps/v1'],
  ['apps/v1beta2', /./, 16, 'apps/v1'],
  ['networking.k8s.io/v1beta1', /^Ingress(Class)?$/, 22, 'networking.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1beta1', /./, 22, 'rbac.authorization.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1alpha1', /./, 22, 'rbac.authorization.k8s.io/v1'],
  ['apiextensions.k8s.io/v1beta1', /./, 22, 'apiextensions.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1beta1', /Webhook/, 22, 'admissionregistration.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1alpha1', /^ValidatingAdmissionPolicy/, 32, 'admissionregistration.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1beta1', /^ValidatingAdmissionPolicy/, 34, 'admissionregistration.k8s.io/v1'],
  ['certificates.k8s.io/v1beta1', /^CertificateSigningRequest$/, 22, 'certificates.k8s.io/v1'],
  ['coordination.k8s.io/v1beta1', /^Lease$/, 22, 'coordination.k8s.io/v1'],
  ['scheduling.k8s.io/v1beta1', /./, 22, 'scheduling.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', /^(StorageClass|CSIDriver|CSINode|VolumeAttachment)$/, 22, 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', /^CSIStorageCapacity$/, 27, 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1alpha1', /^VolumeAttributesClass$/, 35, 'storage.k8s.io/v1'],
  ['batch/v1beta1', /^CronJob$/, 25, 'batch/v1'],
  ['policy/v1beta1', /^PodDisruptionBudget$/, 25, 'policy/v1'],
  ['policy/v1beta1', /^PodSecurityPolicy$/, 25, 'labels of the namespace for Pod Security'],
  ['autoscaling/v2beta1', /./, 25, 'autoscaling/v2'],
  ['autoscaling/v2beta2', /./, 26, 'autoscaling/v2'],
  ['node.k8s.io/v1beta1', /./, 25, 'node.k8s.io/v1'],
  ['discovery.k8s.io/v1beta1', /./, 25, 'discovery.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', /./, 26, 'flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta2', /./, 29, 'flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta3', /./, 32, 'flowcontrol.apiserver.k8s.io/v1'],
];

/** An API version that no supported server has. */
export const apiRemoved: Rule = {
  code: 'api.removed',
  severity: 'error',
  title: 'an API version that Kubernetes no longer has',
  reason: 'the API server answers "no matches for kind"',
  fix: 'write the version that took its place; fields may have other names there',
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  *check({ manifest }) {
    const found = removal(manifest);
    if (found !== undefined)
      yield {
        path: ['apiVersion'],
        what: `is ${manifest.apiVersion}, which Kubernetes 1.${found[2]} removed`,
        fix: `use ${found[3]}; fields may have other names there`,
      };
  },
};

const VERSIONS: ReadonlySet<unknown> = new Set(REMOVED.map(([apiVersion]) => apiVersion));

function removal({ apiVersion, kind }: AnyObject): Removal | undefined {
  if (!VERSIONS.has(apiVersion)) return undefined;
  const name = typeof kind === 'string' ? kind : '';
  return REMOVED.find(([version, kinds]) => version === apiVersion && kinds.test(name));
}

/** Whether no supported server knows an object's API version: there is no more to say of it then. */
export function isRemoved({ manifest }: CheckedObject): boolean {
  return removal(manifest) !== undefined;
}
