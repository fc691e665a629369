import { LONGEST_NAMES } from '../base/derived-names';
import type { Finding, FindingSubject } from '../base/finding';
import { DNS_1035_LABEL, DNS_LABEL, DNS_SUBDOMAIN, type NameRule, PATH_SEGMENT } from '../base/names';
import type { ValuePath } from '../base/value-path';
import type { Schemas } from './packs/known-schemas';
import { kindKey } from './packs/schema-node';
import { schemaFinding, valueText } from './schema-finding';
import { semanticFindings } from './semantics/semantics';
import { checkValue } from './structure/check-value';
import { Walk } from './structure/walk';

/** An object that may be anything: what a YAML document came to. */
export type AnyObject = Readonly<Record<string, unknown>>;

/** What the schemas find in one object. */
interface Validated {
  readonly findings: readonly Finding[];
  /** The kind has no schema: only the rules of every object were checked. */
  readonly unknownKind?: string;
}

/**
 * Checks one object as a strict API server would, without one.
 *
 * @param subject what the findings are about
 */
export function validateObject(schemas: Schemas, object: AnyObject, subject: FindingSubject = { manifest: object }): Validated {
  const { apiVersion, kind } = object;
  const incomplete = missingIdentity(object, subject);
  if (incomplete.length > 0 || typeof apiVersion !== 'string' || typeof kind !== 'string') return { findings: incomplete };
  const key = kindKey(apiVersion, kind);
  const found = schemas.find(key);
  if (found === undefined) return { findings: nameFindings(object, subject), unknownKind: key };
  const walk = new Walk(found.pack, subject);
  checkValue(walk, found.node, object, true);
  // Semantics rely on the type of every field.
  const structure = [...nameFindings(object, subject), ...walk.findings];
  return { findings: structure.length > 0 ? structure : semanticFindings(object, subject) };
}

const NOTHING: readonly Finding[] = [];

function missingIdentity({ apiVersion, kind, metadata }: AnyObject, subject: FindingSubject): readonly Finding[] {
  const { name, generateName } = (metadata ?? {}) as AnyObject;
  const missing = (path: ValuePath, value: unknown): readonly Finding[] => {
    if (typeof value === 'string' && value !== '') return NOTHING;
    const what = value === undefined || value === null || value === '' ? 'is required' : `must be a string, got ${valueText(value)}`;
    return [schemaFinding(subject, 'schema.required', path, what, 'add apiVersion, kind and metadata.name: they identify an object')];
  };
  return [...missing(['apiVersion'], apiVersion), ...missing(['kind'], kind), ...missing(['metadata', 'name'], name ?? generateName)];
}

function nameFindings(object: AnyObject, subject: FindingSubject): readonly Finding[] {
  const { name, namespace } = object.metadata as Readonly<Record<string, unknown>>;
  const apiVersion = object.apiVersion as string;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const wrong = (field: string, value: unknown, rule: NameRule, max: number): readonly Finding[] => {
    if (typeof value !== 'string' || (value.length <= max && rule.pattern.test(value))) return NOTHING;
    const what = `must be ${rule.title} of at most ${max} characters, got ${valueText(value)}`;
    return [schemaFinding(subject, 'schema.metadata', ['metadata', field], what, `use ${rule.title}`)];
  };
  const rule = objectNameRule(group, object.kind as string);
  return [...wrong('name', name, rule, rule.max), ...(namespace === '' ? NOTHING : wrong('namespace', namespace, DNS_LABEL, 63))];
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
