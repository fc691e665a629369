import { checkValue } from './check-value';
import { valueText } from './schema-finding';
import type { SchemaNode } from './schema-node';
import type { Walk } from './walk';

/** Length of a list, its items, and that no item is there twice. */
export function checkList(walk: Walk, node: SchemaNode, list: readonly unknown[], strict: boolean): void {
  if (node.minItems !== undefined && list.length < node.minItems) {
    walk.report('schema.length', `has ${list.length} items, and at least ${node.minItems} are asked for`, 'add items, or remove the list');
  }
  if (node.maxItems !== undefined && list.length > node.maxItems) {
    walk.report('schema.length', `has ${list.length} items, and ${node.maxItems} are allowed`, 'write fewer items');
  }
  if (node.items !== undefined) {
    for (let index = 0; index < list.length; index++) {
      walk.path.push(index);
      checkValue(walk, node.items, list[index], strict);
      walk.path.pop();
    }
  }
  if (node.keys !== undefined) checkKeys(walk, node.keys, node.keyDefaults ?? {}, list);
  if (node.set) checkSet(walk, list);
}

/** Lists whose items are told apart by fields: server-side apply refuses two items that have the same. */
function checkKeys(walk: Walk, keys: readonly string[], defaults: Readonly<Record<string, unknown>>, list: readonly unknown[]): void {
  if (list.length < 2) return;
  const first = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    if (typeof item !== 'object' || item === null) continue;
    const values = keys.map((key) => (item as Record<string, unknown>)[key] ?? defaults[key]);
    const id = JSON.stringify(values);
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, index);
      continue;
    }
    const same = keys.map((key, position) => `${key} ${valueText(values[position] ?? null)}`).join(' and ');
    walk.report('schema.duplicate', `has the same ${same} as item ${other}`, 'remove one of them, or give it another', [index]);
  }
}

function checkSet(walk: Walk, list: readonly unknown[]): void {
  const first = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const id = JSON.stringify(item);
    const other = first.get(id);
    if (other === undefined) first.set(id, index);
    else walk.report('schema.duplicate', `${valueText(item)} is there twice: item ${other} is the same`, 'remove one', [index]);
  }
}
