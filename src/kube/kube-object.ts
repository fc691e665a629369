import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { CLUSTER_SCOPED_KINDS } from '../../imports/cluster-scoped';
import type { BuiltInObject } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import {
  checkName,
  checkQualifiedKey,
  DNS_1035_LABEL,
  DNS_LABEL,
  DNS_SUBDOMAIN,
  LABEL_VALUE,
  type NameRule,
  PATH_SEGMENT,
} from '../base/names';

/** An object of a kind that Kubernetes does not ship, with the fields its own schema asks for. */
export interface CustomObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/**
 * A Kubernetes object in the chart of `scope`, checked as far as a constructor can: name, labels, annotations and namespace.
 *
 * The name is always explicit. Names that cdk8s derives carry a hash of the construct path, so that moving a construct would rename
 * a live object.
 */
export function kubeObject(scope: Construct, id: string, manifest: BuiltInObject): ApiObject {
  return addObject(scope, id, manifest as unknown as CustomObject);
}

/** The same for custom kinds. */
export function customObject(scope: Construct, id: string, manifest: CustomObject): ApiObject {
  return addObject(scope, id, manifest);
}

function addObject(scope: Construct, id: string, manifest: CustomObject): ApiObject {
  checkMetadata(scope, manifest);
  return new ApiObject(scope, id, manifest);
}

/** Refuses metadata that the API server would refuse; shared with bindings that bring a class of their own. */
export function checkMetadata(scope: Construct, manifest: Pick<CustomObject, 'apiVersion' | 'kind' | 'metadata'>): void {
  const where = scope.node.path;
  const { kind, metadata } = manifest;
  checkName(`${kind}.name`, where, metadata.name, nameRule(manifest), nameBudget(kind));
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    checkQualifiedKey(`${kind}.labels`, where, key);
    checkLabelValue(`${kind}.labels`, where, key, value);
  }
  for (const key of Object.keys(metadata.annotations ?? {})) checkQualifiedKey(`${kind}.annotations`, where, key);
  if (isClusterScoped(manifest.apiVersion, kind)) return;
  const namespace = metadata.namespace ?? Chart.of(scope).namespace;
  if (namespace === undefined) {
    throw new ConfigError(`${kind}.namespace`, {
      where,
      what: `${kind} "${metadata.name}" has no namespace, so it would land wherever the person or tool that applies it happens to be`,
      fix: 'give the chart one: new Chart(scope, id, { namespace: "team-a" })',
    });
  }
  checkName(`${kind}.namespace`, where, namespace, DNS_LABEL);
}

/** Refuses a label value that the API server would refuse, naming the key. */
export function checkLabelValue(code: string, where: string, key: string, value: string): void {
  if (value.length <= LABEL_VALUE.max && LABEL_VALUE.pattern.test(value)) return;
  throw new ConfigError(code, {
    where,
    what: `label ${key} has the value ${JSON.stringify(value)}, which is not ${LABEL_VALUE.title} of at most ${LABEL_VALUE.max} characters`,
    fix: 'use a shorter value of letters, digits, "-", "_" and ".", or an annotation',
  });
}

/** Whether objects of a kind stand outside every namespace. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  const slash = apiVersion.indexOf('/');
  return CLUSTER_SCOPED_KINDS.has(`${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`);
}

/** Controllers of a workload derive pod names and host names from its name, so those kinds get the rule of a label. */
const LABEL_KINDS: ReadonlySet<string> = new Set(['Namespace', 'Deployment', 'StatefulSet', 'Job', 'CronJob', 'Pod']);

function nameRule(manifest: Pick<CustomObject, 'apiVersion' | 'kind'>): NameRule {
  if (manifest.apiVersion.startsWith('rbac.authorization.k8s.io/')) return PATH_SEGMENT;
  if (manifest.kind === 'Service' && manifest.apiVersion === 'v1') return DNS_1035_LABEL;
  return LABEL_KINDS.has(manifest.kind) ? DNS_LABEL : DNS_SUBDOMAIN;
}

/** A CronJob's Jobs get eleven more characters. @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#cron-job-limitations */
function nameBudget(kind: string): number | undefined {
  return kind === 'CronJob' ? 52 : undefined;
}
