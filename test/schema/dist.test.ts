import { Schemas } from '../../src/schema/packs/known-schemas';
import { validateObject } from '../../src/schema/validate-object';
import { distObjects } from '../support/dist-objects';

test('every object of every example has a schema and no finding', () => {
  const schemas = new Schemas();
  const said = distObjects().flatMap(({ file, object }) => {
    const { findings, unknownKind } = validateObject(schemas, object);
    return findings.length > 0 || unknownKind !== undefined ? [{ file, findings, unknownKind }] : [];
  });
  expect(said).toEqual([]);
});
