import type { Schemas } from '../schema/schemas';
import { validateObject } from '../schema/validate';
import { accepts } from './accept';
import type { CheckedObject } from './checked-object';
import { type Finding, schemaFinding } from './finding';
import { versionFindings } from './kubernetes-version';
import type { Rule } from './rule';
import { RULES } from './rules';
import { apiRemoved, isRemoved } from './rules/api-removed';
import { World } from './world';

/** How objects are checked. */
export interface CheckOptions {
  readonly schemas: Schemas;
  /** Rules of the user's, beside those of the library. */
  readonly rules?: readonly Rule[];
  /** The version of the cluster: `1.34`. @default - 1.36, the version of the schemas */
  readonly kubernetes?: string;
}

/** Checks objects one by one against their schemas, then all together against the rules. */
export function checkObjects(objects: readonly CheckedObject[], { schemas, rules = [], kubernetes }: CheckOptions): readonly Finding[] {
  const findings: Finding[] = [];
  const sound: CheckedObject[] = [];
  const unknown = new Map<string, CheckedObject[]>();
  const [removed, current] = [objects.filter(isRemoved), objects.filter((object) => !isRemoved(object))];
  for (const object of current) {
    const { findings: found, unknownKind } = validateObject(schemas, object.manifest);
    for (const each of found) findings.push(schemaFinding(object, each));
    if (unknownKind !== undefined) unknown.set(unknownKind, [...(unknown.get(unknownKind) ?? []), object]);
    if (found.length === 0) sound.push(object);
  }
  // Rules may rely on the shape that a schema gives; they still find the others in the world.
  const world = new World(objects);
  findings.push(...ruleFindings(apiRemoved, removed, world));
  for (const rule of [...RULES, ...rules]) findings.push(...ruleFindings(rule, sound, world));
  if (kubernetes !== undefined) findings.push(...objects.flatMap((object) => versionFindings(object, kubernetes)));
  return [...findings, ...[...unknown].map(unknownKindFinding)];
}

function* ruleFindings(rule: Rule, objects: readonly CheckedObject[], world: World): Iterable<Finding> {
  for (const object of objects) {
    if (rule.kinds !== undefined && !rule.kinds.includes(object.groupKind)) continue;
    for (const { path = [], what, fix = rule.fix } of rule.check(object, world)) {
      if (accepts(object, rule.code)) continue;
      yield { code: rule.code, severity: rule.severity, object, file: object.file, path, what, fix, source: rule.source };
    }
  }
}

/** Once a kind: a chart may hold hundreds. */
function unknownKindFinding([kind, objects]: readonly [string, readonly CheckedObject[]]): Finding {
  const more = objects.length === 1 ? '' : `, and so for ${objects.length - 1} more`;
  return {
    code: 'schema.kind',
    severity: 'warning',
    object: objects[0],
    file: objects[0]?.file,
    path: [],
    what: `there is no schema of ${kind}, so that nothing but its metadata was checked${more}`,
    fix: 'add its CRD: cdk8s-mlops schemas add <crd.yaml>',
  };
}
