import { LONGEST_NAMES } from '../base/derived-names';
import { DNS_1035_LABEL, DNS_LABEL, DNS_SUBDOMAIN, type NameRule, PATH_SEGMENT } from '../base/names';
import type { Schemas } from './packs/known-schemas';
import { kindKey } from './packs/schema-node';
import { type SchemaFinding, type ValuePath, valueText } from './schema-finding';
import { semanticFindings } from './semantics/semantics';
import { checkValue } from './structure/check-value';
import { Walk } from './structure/walk';

/** An object that may be anything: what a YAML document came to. */
export type AnyObject = Readonly<Record<string, unknown>>;

/** What the schemas say of one object. */
interface Validated {
  readonly findings: readonly SchemaFinding[];
  /** The kind has no schema: only what holds for every object was checked. */
  readonly unknownKind?: string;
}

/** Checks one object as a strict API server would, without one. */
export function validateObject(schemas: Schemas, object: AnyObject): Validated {
  const { apiVersion, kind } = object;
  const incomplete = missingIdentity(object);
  if (incomplete.length > 0 || typeof apiVersion !== 'string' || typeof kind !== 'string') return { findings: incomplete };
  const key = kindKey(apiVersion, kind);
  const found = schemas.find(key);
  if (found === undefined) return { findings: nameFindings(object), unknownKind: key };
  const walk = new Walk(found.pack);
  checkValue(walk, found.node, object, true);
  // Semantics may rely on the shape of every field.
  const shape = [...nameFindings(object), ...walk.findings];
  return { findings: shape.length > 0 ? shape : semanticFindings(object) };
}

function missingIdentity({ apiVersion, kind, metadata }: AnyObject): SchemaFinding[] {
  const { name, generateName } = (metadata ?? {}) as AnyObject;
  return [
    ...missingText(['apiVersion'], apiVersion),
    ...missingText(['kind'], kind),
    ...missingText(['metadata', 'name'], name ?? generateName),
  ];
}

function missingText(path: ValuePath, value: unknown): readonly SchemaFinding[] {
  if (typeof value === 'string' && value !== '') return NOTHING;
  const what = value === undefined || value === null || value === '' ? 'is missing' : `is ${valueText(value)}, and text belongs there`;
  return [{ code: 'schema.required', path, what, fix: 'add it: apiVersion, kind and metadata.name make an object what it is' }];
}

const NOTHING: readonly SchemaFinding[] = [];

function nameFindings(object: AnyObject): SchemaFinding[] {
  const { name, namespace } = object.metadata as { name?: string; namespace?: unknown };
  const apiVersion = object.apiVersion as string;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const rule = objectNameRule(group, object.kind as string);
  const findings: SchemaFinding[] = [];
  if (typeof name === 'string' && (name.length > rule.max || !rule.pattern.test(name))) {
    const what = `is ${valueText(name)}, which is not ${rule.title} of at most ${rule.max} characters`;
    findings.push({ code: 'schema.metadata', path: ['metadata', 'name'], what, fix: `use ${rule.title}` });
  }
  if (typeof namespace === 'string' && namespace !== '' && (namespace.length > 63 || !DNS_LABEL.pattern.test(namespace))) {
    const what = `is ${valueText(namespace)}, which is not ${DNS_LABEL.title} of at most 63 characters`;
    findings.push({ code: 'schema.metadata', path: ['metadata', 'namespace'], what, fix: `use ${DNS_LABEL.title}` });
  }
  return findings;
}

/** Kinds whose names the API server holds to a rule of their own, as `group/Kind`. All others may have any DNS name. */
const RULES: Readonly<Record<string, NameRule>> = {
  '/Namespace': DNS_LABEL,
  '/Service': DNS_1035_LABEL,
  'apps/StatefulSet': DNS_LABEL,
  'batch/CronJob': { ...DNS_SUBDOMAIN, max: LONGEST_NAMES['batch/CronJob'].max },
  'rbac.authorization.k8s.io/ClusterRole': PATH_SEGMENT,
  'rbac.authorization.k8s.io/ClusterRoleBinding': PATH_SEGMENT,
  'rbac.authorization.k8s.io/Role': PATH_SEGMENT,
  'rbac.authorization.k8s.io/RoleBinding': PATH_SEGMENT,
};

/**
 * The rule that an API server has for the names of a kind.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
function objectNameRule(group: string, kind: string): NameRule {
  return RULES[`${group}/${kind}`] ?? DNS_SUBDOMAIN;
}
