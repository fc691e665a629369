import { join } from 'node:path';
import type { CheckedObject } from '../check/checked-object';
import { objectTitle } from '../check/checked-object';
import { readYamlFile } from '../check/yaml-file';
import type { Plan } from '../store/change';

/** An object that is in Git, and what the app would make of it. */
export interface ChangedObject {
  readonly before: CheckedObject;
  readonly after: CheckedObject;
}

/** The objects that a plan changes in place. */
export function changedObjects({ outdir, changes }: Plan): readonly ChangedObject[] {
  return changes.flatMap((change) => {
    if (change.change !== 'configured' || change.inventory) return [];
    const file = join(outdir, change.path);
    const before = new Map(readYamlFile(file, change.before).objects.map((object) => [objectTitle(object), object]));
    return readYamlFile(file, change.after).objects.flatMap((after) => {
      const old = before.get(objectTitle(after));
      return old === undefined ? [] : [{ before: old, after }];
    });
  });
}
