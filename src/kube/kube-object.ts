import { ApiObject, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { BuiltInObject } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { type DerivedName, LONGEST_NAMES } from '../base/derived-names';
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
import { chartAround } from './chart-directory';
import { isClusterScoped } from './cluster-scoped';
import { MANAGED_BY } from './labels';

/** An object of a custom kind, with the fields of its schema. */
export interface CustomObject {
  /** API group and version: `'karpenter.sh/v1'`. */
  readonly apiVersion: string;
  /** The kind: `'NodePool'`. */
  readonly kind: string;
  /** Name, and namespace unless it is the chart's. */
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
  const chart = checkMetadata(scope, manifest);
  return new ApiObject(scope, id, { ...manifest, metadata: { ...manifest.metadata, labels: managed(chart, manifest.metadata.labels) } });
}

/** Adds the label `app.kubernetes.io/managed-by`. A value of the user's or of the chart's wins. */
function managed(chart: Chart, labels: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { key, value } = MANAGED_BY;
  const given = labels[key] === value ? undefined : labels[key];
  return { ...labels, [key]: given ?? chart.labels[key] ?? value };
}

/** Refuses metadata that the API server would refuse; returns the chart of the object. */
function checkMetadata(scope: Construct, manifest: CustomObject): Chart {
  const where = scope.node.path;
  const { kind, metadata } = manifest;
  const chart = chartAround(scope);
  if (chart === undefined) {
    const fix = 'create it in a chart: new Chart(scope, id, { namespace: "team-a" })';
    throw new ConfigError(`${kind}.scope`, { where, what: `${kind} "${metadata.name}" is not in a chart, so it has no directory`, fix });
  }
  checkName(`${kind}.name`, where, metadata.name, nameRule(manifest), nameBudget(manifest));
  checkLabels(`${kind}.labels`, where, { ...chart.labels, ...metadata.labels });
  checkAnnotations(`${kind}.annotations`, where, metadata.annotations);
  checkNamespace(where, manifest, chart.namespace);
  return chart;
}

function checkNamespace(where: string, manifest: CustomObject, inherited: string | undefined): void {
  const { kind, metadata } = manifest;
  const code = `${kind}.namespace`;
  if (isClusterScoped(manifest.apiVersion, kind)) {
    if (metadata.namespace === undefined) return;
    const what = `${kind} "${metadata.name}" has namespace "${metadata.namespace}", but objects of this kind are cluster-scoped`;
    throw new ConfigError(code, { where, what, fix: 'remove metadata.namespace' });
  }
  const namespace = metadata.namespace ?? inherited;
  if (namespace === undefined) {
    throw new ConfigError(code, {
      where,
      what: `${kind} "${metadata.name}" has no namespace: it would be created in the namespace of whoever applies it`,
      fix: 'give the chart one: new Chart(scope, id, { namespace: "team-a" })',
    });
  }
  checkName(code, where, namespace, DNS_LABEL);
}

/** Refuses labels that the API server would refuse. */
export function checkLabels(code: string, where: string, labels: Readonly<Record<string, string>> = {}): void {
  for (const [key, value] of Object.entries(labels)) {
    checkQualifiedKey(code, where, key);
    checkLabelValue(code, where, key, value);
  }
}

/** Refuses annotations that the API server would refuse: values can be any text. */
export function checkAnnotations(code: string, where: string, annotations: Readonly<Record<string, unknown>> = {}): void {
  for (const [key, value] of Object.entries(annotations)) {
    checkQualifiedKey(code, where, key);
    if (typeof value === 'string') continue;
    const fix = `write it as text: '${key}': '…'`;
    throw new ConfigError(code, { where, what: `annotation ${key} must be a string, got ${typeof value}`, fix });
  }
}

/** Refuses a label value that the API server would refuse, naming the key. */
export function checkLabelValue(code: string, where: string, key: string, value: string): void {
  if (typeof value === 'string' && value.length <= LABEL_VALUE.max && LABEL_VALUE.pattern.test(value)) return;
  throw new ConfigError(code, {
    where,
    what: `label ${key} has the value ${JSON.stringify(value)}, which is not ${LABEL_VALUE.title} of at most ${LABEL_VALUE.max} characters`,
    fix: 'use a shorter value of letters, digits, "-", "_" and ".", or an annotation',
  });
}

/** Controllers derive pod and host names from the names of these kinds, so they must be DNS labels. */
const LABEL_KINDS: ReadonlySet<string> = new Set(['Namespace', 'Deployment', 'StatefulSet', 'Job', 'CronJob', 'Pod']);

function nameRule(manifest: Pick<CustomObject, 'apiVersion' | 'kind'>): NameRule {
  if (manifest.apiVersion.startsWith('rbac.authorization.k8s.io/')) return PATH_SEGMENT;
  if (manifest.kind === 'Service' && manifest.apiVersion === 'v1') return DNS_1035_LABEL;
  return LABEL_KINDS.has(manifest.kind) ? DNS_LABEL : DNS_SUBDOMAIN;
}

/** The maximum length, where controllers allow less than the API server. */
function nameBudget({ apiVersion, kind }: Pick<CustomObject, 'apiVersion' | 'kind'>): number | undefined {
  const names: Readonly<Record<string, DerivedName>> = LONGEST_NAMES;
  return names[`${apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')))}/${kind}`]?.max;
}
