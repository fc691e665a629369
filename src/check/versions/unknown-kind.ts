import type { Finding } from '../../base/finding';
import { nearestWord } from '../../base/nearest-word';
import type { Schemas } from '../../schema/packs/known-schemas';
import { type CheckedObject, objectFinding } from '../index/checked-object';

/** The findings of objects whose kind has no schema. */
export function unknownKindFindings(schemas: Schemas, kind: string, objects: readonly CheckedObject[]): readonly Finding[] {
  if (!isStableOfKubernetes(kind) || isServedUnchecked(kind)) return [noSchema(schemas, kind, objects)];
  const { apiVersion, name } = parts(kind);
  return objects.map((object) =>
    objectFinding(object, {
      code: 'api.unknown',
      severity: 'error',
      path: ['kind'],
      what: `must be a kind of ${apiVersion}, got ${name}`,
      fix: near(schemas, kind) ?? 'fix the kind or its apiVersion',
      source: 'https://kubernetes.io/docs/reference/kubernetes-api/',
    }),
  );
}

/** One finding per kind: a chart may hold hundreds of objects. */
function noSchema(schemas: Schemas, kind: string, objects: readonly CheckedObject[]): Finding {
  const more = objects.length === 1 ? '' : `, also for ${objects.length - 1} more`;
  const instead = near(schemas, kind);
  // There is no CRD of a kind that Kubernetes has itself.
  const add = isOfKubernetes(kind) ? 'review its fields by hand' : 'add its CRD: cdk8s-mlops schemas add <crd.yaml>';
  return objectFinding(objects[0] as CheckedObject, {
    code: 'schema.kind',
    severity: 'warning',
    what: `no schema for ${kind}: only its metadata was checked${more}`,
    fix: instead === undefined ? add : `${instead}; if the cluster serves this one, ${add}`,
  });
}

/** The kind that is probably meant: of that name in another version or group, or nearly of that name in the same one. */
function near(schemas: Schemas, kind: string): string | undefined {
  const { apiVersion, group, name } = parts(kind);
  const known = schemas.kinds().map(parts);
  const sameName = known.filter((each) => each.name === name && (each.group === group || isStableOfKubernetes(each.key)));
  const nearest = sameName.find((each) => each.group === group) ?? sameName[0];
  if (nearest !== undefined) return `write apiVersion: ${nearest.apiVersion}`;
  const beside = known.filter((each) => each.apiVersion === apiVersion).map((each) => each.name);
  const word = nearestWord(name, beside);
  return word === undefined ? undefined : `write kind: ${word}`;
}

interface KindParts {
  readonly key: string;
  readonly apiVersion: string;
  readonly group: string;
  readonly name: string;
}

/** `apps/v1/Deployment`, `v1/Pod`. */
function parts(key: string): KindParts {
  const apiVersion = key.slice(0, key.lastIndexOf('/'));
  const slash = apiVersion.indexOf('/');
  return { key, apiVersion, group: slash < 0 ? '' : apiVersion.slice(0, slash), name: key.slice(key.lastIndexOf('/') + 1) };
}

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
function isOfKubernetes(kind: string): boolean {
  return GROUPS.test(kind);
}

/** Whether it claims to be a stable one: one that every API server has. */
function isStableOfKubernetes(kind: string): boolean {
  const found = GROUPS.exec(kind);
  return found !== null && found.groups?.stage === undefined;
}

/** Whether Kubernetes serves it, though there is no schema of it here. */
export function isServedUnchecked(kind: string): boolean {
  return UNCHECKED.has(kind);
}
