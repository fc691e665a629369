import { configErrorText } from '../base/config-error';
import { identityKey, identityText } from '../manifest/object-identity';
import type { AppTree } from './app-tree';
import type { RenderedObject } from './rendered-object';

/** What the constructs' own validations find, in the order of the tree. */
export function validationFindings(tree: AppTree): readonly string[] {
  return tree.constructs.flatMap((construct) => construct.node.validate().map((text) => withPlace(construct.node.path, text)));
}

/** Two objects with one identity: the second would replace the first in the cluster, and both would fight in Git. */
export function duplicateFindings(objects: readonly RenderedObject[]): readonly string[] {
  const first = new Map<string, RenderedObject>();
  return objects.flatMap((object) => {
    const key = `${object.cluster}\n${identityKey(object.identity)}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, object);
      return [];
    }
    const what = `${identityText(object.identity)} is also made by ${known.construct.node.path}`;
    const fix = 'give one of them another name or namespace, or remove it';
    return [configErrorText('render.duplicate', { where: object.construct.node.path, what, fix })];
  });
}

/** Findings of this library begin with their place; those of others do not. */
function withPlace(path: string, text: string): string {
  return /\n {2}fix: .*\[[\w.-]+\]$/s.test(text) ? text : `${path}: ${text}`;
}
