import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readManifests } from '../../src/app/read-manifests';
import { findingText } from '../../src/base/finding';
import { checkObjects } from '../../src/check/check-objects';
import { Schemas } from '../../src/schema/packs/known-schemas';

const DIST = resolve(__dirname, '../../dist');

test.each(readdirSync(DIST))('no rule has anything to say of dist/%s', (example) => {
  const { objects, findings } = readManifests([join(DIST, example)]);
  expect(objects.length).toBeGreaterThan(10);
  const found = [...findings, ...checkObjects(objects, { schemas: new Schemas() })];
  expect(found.map(findingText)).toEqual([]);
});
