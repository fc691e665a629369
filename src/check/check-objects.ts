import { addTo } from '../base/add-to';
import type { Finding } from '../base/finding';
import { crdPack, isCrd } from '../schema/packs/compile-crd';
import type { Schemas } from '../schema/packs/known-schemas';
import { validateObject } from '../schema/validate-object';
import { accepts } from './index/acceptances';
import { CheckContext } from './index/check-context';
import { type CheckedObject, objectFinding } from './index/checked-object';
import type { Rule } from './rule';
import { RULES } from './rules/all-rules';
import { apiRemoved, isRemoved } from './versions/api-removed';
import { unknownKindFindings } from './versions/unknown-kind';
import { versionFindings } from './versions/version-findings';

/** How objects are checked. */
export interface CheckOptions {
  readonly schemas: Schemas;
  /** Rules of the user's, beside those of the library. */
  readonly rules?: readonly Rule[];
  /** The version of the clusters: `1.34`. @default - what each object's own environment says; else 1.36, the version of the schemas */
  readonly kubernetes?: string;
}

/** Checks objects one by one against their schemas, then all together against the rules. */
export function checkObjects(objects: readonly CheckedObject[], options: CheckOptions): readonly Finding[] {
  const { rules = [], kubernetes } = options;
  const schemas = withOwnCrds(options.schemas, objects);
  const findings: Finding[] = [];
  const sound: CheckedObject[] = [];
  const unknown = new Map<string, CheckedObject[]>();
  const seen = objects.filter(({ unseen }) => unseen !== true);
  const [removed, current] = [seen.filter(isRemoved), seen.filter((object) => !isRemoved(object))];
  for (const object of current) {
    const { findings: found, unknownKind } = validateObject(schemas, object.manifest, object);
    findings.push(...found);
    if (unknownKind !== undefined) addTo(unknown, unknownKind, object);
    if (found.length === 0) sound.push(object);
  }
  // Rules may rely on the shape that a schema gives; they still find the others in the context.
  const context = new CheckContext(objects, schemas);
  findings.push(...ruleFindings(apiRemoved, new SoundObjects(removed), context));
  const looked = new SoundObjects(sound);
  for (const rule of [...RULES, ...rules]) findings.push(...ruleFindings(rule, looked, context));
  for (const object of seen) {
    const version = kubernetes ?? object.kubernetes;
    if (version !== undefined) findings.push(...versionFindings(object, version, kubernetes !== undefined));
  }
  return [...findings, ...[...unknown].flatMap(([kind, same]) => unknownKindFindings(schemas, kind, same))];
}

/** A CustomResourceDefinition among the objects is what their cluster has; one that is wrong itself tells nothing. */
function withOwnCrds(schemas: Schemas, objects: readonly CheckedObject[]): Schemas {
  const crds = objects.filter(({ groupKind }) => groupKind === 'apiextensions.k8s.io/CustomResourceDefinition');
  const sound = crds.filter(({ manifest }) => validateObject(schemas, manifest).findings.length === 0);
  return schemas.with(sound.flatMap(({ manifest }) => (isCrd(manifest) ? [crdPack(manifest)] : [])));
}

function ruleFindings(rule: Rule, objects: SoundObjects, context: CheckContext): readonly Finding[] {
  const findings: Finding[] = [];
  for (const object of objects.of(rule.kinds)) {
    const { code, severity, legitimate, source } = rule;
    for (const { path = [], what, fix = rule.fix } of rule.check(object, context)) {
      if (accepts(object, code)) continue;
      findings.push(objectFinding(object, { code, severity, path, what, fix, legitimate, source }));
    }
  }
  return findings;
}

/** The objects that rules look at: most rules look at few kinds. */
class SoundObjects {
  private readonly byKind = new Map<string, CheckedObject[]>();

  constructor(private readonly objects: readonly CheckedObject[]) {
    for (const object of objects) addTo(this.byKind, object.groupKind, object);
  }

  of(kinds: readonly string[] | undefined): readonly CheckedObject[] {
    return kinds === undefined ? this.objects : kinds.flatMap((kind) => this.byKind.get(kind) ?? []);
  }
}
