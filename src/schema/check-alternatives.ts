import { checkValue } from './check-value';
import type { SchemaFinding } from './schema-finding';
import type { NodeIndex, SchemaNode } from './schema-node';
import type { Walk } from './walk';

/** `allOf`, `anyOf`, `oneOf` and `not`: they narrow a value and name no new fields. */
export function checkAlternatives(walk: Walk, node: SchemaNode, value: unknown): void {
  for (const index of node.allOf ?? []) checkValue(walk, index, value, false);
  if (node.anyOf !== undefined) checkAny(walk, node.anyOf, value);
  if (node.oneOf !== undefined) checkOne(walk, node.oneOf, value);
  if (node.not !== undefined && findings(walk, node.not, value).length === 0) {
    walk.report('schema.rule', 'is a combination that is not allowed', notFix(walk, node.not));
  }
}

function checkAny(walk: Walk, indexes: readonly NodeIndex[], value: unknown): void {
  const tries: (readonly SchemaFinding[])[] = [];
  for (const index of indexes) {
    const found = findings(walk, index, value);
    if (found.length === 0) return;
    tries.push(found);
  }
  walk.report('schema.rule', `fits none of its ${indexes.length} forms`, alternativesFix(tries));
}

function checkOne(walk: Walk, indexes: readonly NodeIndex[], value: unknown): void {
  const tries = indexes.map((index) => findings(walk, index, value));
  const fitting = tries.filter((found) => found.length === 0).length;
  if (fitting === 1) return;
  if (fitting > 1)
    walk.report('schema.rule', `fits ${fitting} of its forms, and must fit exactly one`, 'remove what belongs to the others');
  else walk.report('schema.rule', `fits none of its ${indexes.length} forms`, alternativesFix(tries));
}

function findings(walk: Walk, index: NodeIndex, value: unknown): readonly SchemaFinding[] {
  const aside = walk.aside();
  checkValue(aside, index, value, false);
  return aside.findings;
}

function alternativesFix(tries: readonly (readonly SchemaFinding[])[]): string {
  const ways = [...new Set(tries.map((found) => found.map(({ path, what }) => `${path.at(-1) ?? 'it'} ${what}`).join(', ')))];
  return `fix one of: ${ways.slice(0, 4).join('; ')}`;
}

function notFix(walk: Walk, index: NodeIndex): string {
  const node = walk.node(index);
  if (node.required !== undefined) return `remove ${node.required.join(' or ')}`;
  return node.enum === undefined ? 'write something else' : `do not write ${node.enum.join(' or ')}`;
}
