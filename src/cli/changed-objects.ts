import { join } from 'node:path';
import { type CheckedObject, objectTitle } from '../check/index/checked-object';
import { readYamlFile } from '../check/input/yaml-file';
import type { Plan } from '../store/change';

/** An object that is in Git, and what the app would make of it. */
export interface ChangedObject {
  readonly before: CheckedObject;
  readonly after: CheckedObject;
}

/** The objects that a plan changes in place, as the app renders them now. */
export function changedObjects(outdir: string, { changes }: Plan, rendered: readonly CheckedObject[]): readonly ChangedObject[] {
  const now = new Map(rendered.map((object) => [keyOf(object), object]));
  return changes.flatMap((change) => {
    if (change.change !== 'configured' || change.inventory) return [];
    const file = join(outdir, change.path);
    return readYamlFile(file, change.before).objects.flatMap((before) => {
      const after = now.get(keyOf(before));
      return after === undefined ? [] : [{ before, after }];
    });
  });
}

function keyOf(object: CheckedObject): string {
  return `${object.file}\n${objectTitle(object)}`;
}
