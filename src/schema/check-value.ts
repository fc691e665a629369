import { checkAlternatives } from './check-alternatives';
import { checkList } from './check-list';
import { checkMap } from './check-map';
import { checkNumber } from './check-number';
import { checkText } from './check-text';
import { MIXED_FORMATS, type MixedFormat } from './mixed-formats';
import { valueText } from './schema-finding';
import type { NodeIndex, SchemaNode } from './schema-node';
import { MAX_DEPTH, type Walk } from './walk';

/**
 * Checks one value against one node, and all that lies below it.
 *
 * @param strict fields that the schema does not name are findings. Not so below `anyOf` and its like, which only narrow what stands outside.
 */
export function checkValue(walk: Walk, index: NodeIndex, value: unknown, strict: boolean): void {
  const node = walk.node(index);
  const mixed = node.format === undefined ? undefined : MIXED_FORMATS[node.format];
  if (value === null) checkNull(walk, node);
  else if (walk.path.length > MAX_DEPTH) walk.report('schema.type', `lies more than ${MAX_DEPTH} levels deep`, 'nest less deeply');
  else if (mixed !== undefined) checkMixed(walk, mixed, value);
  else if (hasType(node, value)) checkTyped(walk, node, value, strict);
  else walk.report('schema.type', `is ${valueText(value)}, and ${typeName(node)} belongs there`, typeFix(node, value));
}

function checkTyped(walk: Walk, node: SchemaNode, value: unknown, strict: boolean): void {
  if (typeof value === 'string') checkText(walk, node, value);
  else if (typeof value === 'number') checkNumber(walk, node, value);
  else if (Array.isArray(value)) checkList(walk, node, value, strict);
  else if (typeof value === 'object') checkMap(walk, node, value as Record<string, unknown>, strict);
  if (node.enum !== undefined) checkEnum(walk, node.enum, value);
  if (node.allOf || node.anyOf || node.oneOf || node.not !== undefined) checkAlternatives(walk, node, value);
}

function checkMixed(walk: Walk, format: MixedFormat, value: unknown): void {
  if ((typeof value === 'string' || typeof value === 'number') && format.test(value)) return;
  const code = typeof value === 'string' || typeof value === 'number' ? 'schema.format' : 'schema.type';
  walk.report(code, `is ${valueText(value)}, which is not ${format.title}`, `write ${format.title}`);
}

function checkNull(walk: Walk, node: SchemaNode): void {
  const inList = typeof walk.path.at(-1) === 'number';
  if (node.nullable || (walk.pack.nullIsAbsent && !inList) || (node.type === undefined && !node.intOrString)) return;
  walk.report(
    'schema.type',
    `is null, and ${typeName(node)} belongs there`,
    inList ? 'remove the item, or give it a value' : 'remove the field, or give it a value',
  );
}

function hasType(node: SchemaNode, value: unknown): boolean {
  if (node.intOrString) return typeof value === 'string' || Number.isInteger(value);
  switch (node.type) {
    case undefined:
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === node.type;
  }
}

const TYPE_NAMES = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'a map',
  string: 'text',
} as const;

function typeName(node: SchemaNode): string {
  if (node.intOrString) return 'a whole number or text';
  return node.type === undefined ? 'a value' : TYPE_NAMES[node.type];
}

function typeFix(node: SchemaNode, value: unknown): string {
  if (node.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return `write it in quotes: "${value}"`;
  if ((node.type === 'integer' || node.type === 'number') && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) {
    return node.type === 'integer' && value.includes('.') ? 'write a whole number' : `write it without quotes: ${value}`;
  }
  if (node.type === 'boolean' && /^(true|false)$/i.test(String(value))) return `write it without quotes: ${String(value).toLowerCase()}`;
  return `write ${typeName(node)}`;
}

function checkEnum(walk: Walk, allowed: readonly unknown[], value: unknown): void {
  if (allowed.includes(value)) return;
  const words = allowed.map((each) => (each === '' ? '""' : String(each)));
  const known = words.find((word) => word.toLowerCase() === String(value).toLowerCase());
  const list = words.length > 12 ? `${words.slice(0, 12).join(', ')}, …` : words.join(', ');
  walk.report('schema.enum', `is ${valueText(value)}, which is none of ${list}`, known ? `write ${known}` : `write one of ${list}`);
}
