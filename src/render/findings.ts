import { errorFinding, type Finding } from '../base/finding';
import { identityKey, identityText } from '../manifest/object-identity';
import type { RenderedObject } from './rendered-object';

/** Two objects with one identity: the second would replace the first in the cluster, and both would overwrite each other in Git. */
export function duplicateFindings(objects: readonly RenderedObject[]): readonly Finding[] {
  const first = new Map<string, RenderedObject>();
  return objects.flatMap((object) => {
    const key = `${object.cluster}\n${identityKey(object.identity)}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, object);
      return [];
    }
    const what = `${identityText(object.identity)} is also created by ${known.construct.node.path}`;
    const fix = 'give one of them another name or namespace, or remove it';
    return [errorFinding('render.duplicate', { where: object.construct.node.path, what, fix })];
  });
}
