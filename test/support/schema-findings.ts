import { pathText } from '../../src/base/value-path';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { type AnyObject, validateObject } from '../../src/schema/validate-object';

const schemas = new Schemas();

/** What a strict API server would hold against objects, kinds that nobody knows included. Empty when it takes them all. */
export function schemaFindings(objects: readonly object[]): readonly string[] {
  return objects.flatMap((object) => {
    const { findings, unknownKind } = validateObject(schemas, JSON.parse(JSON.stringify(object)) as AnyObject);
    const texts = findings.map(({ path, what }) => `${pathText(path)} ${what}`);
    return unknownKind === undefined ? texts : [...texts, `no schema of ${unknownKind}`];
  });
}
