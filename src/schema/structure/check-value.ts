import type { Finding } from '../../base/finding';
import { nearestWord } from '../../base/nearest-word';
import { pathText } from '../../base/value-path';
import type { NodeIndex, SchemaNode } from '../packs/schema-node';
import { valueText } from '../schema-finding';
import { checkMetadata } from './check-metadata';
import { checkNumber, checkText } from './check-scalar';
import { MIXED_FORMATS, type MixedFormat } from './formats';
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

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object or the values of a map. */
function checkMap(walk: Walk, node: SchemaNode, fields: Fields, strict: boolean): void {
  if (node.metadata) checkMetadata(walk, fields);
  else checkFields(walk, node, fields, strict);
}

function checkFields(walk: Walk, node: SchemaNode, fields: Fields, strict: boolean): void {
  if (node.required !== undefined) checkRequired(walk, node.required, fields);
  if (node.choices !== undefined) checkChoices(walk, node.choices, fields);
  if (node.minProperties !== undefined || node.maxProperties !== undefined) checkCount(walk, node, Object.keys(fields).length);
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    walk.path.push(name);
    // What every object inherits, such as a constructor, is no number.
    const known = node.properties?.[name];
    const index = typeof known === 'number' ? known : node.values;
    if (index !== undefined) checkValue(walk, index, value, strict);
    else if (strict && !node.open) reportUnknown(walk, name, node);
    walk.path.pop();
  }
}

function checkRequired(walk: Walk, required: readonly string[], fields: Fields): void {
  for (const name of required) {
    const value = fields[name];
    if (value !== undefined && !(value === null && walk.pack.nullIsAbsent)) continue;
    walk.report('schema.required', 'is missing', 'add it', [name]);
  }
}

function checkChoices(walk: Walk, choices: NonNullable<SchemaNode['choices']>, fields: Fields): void {
  for (const [exactlyOne, ...names] of choices) {
    const set = names.filter((name) => fields[name] !== undefined && fields[name] !== null);
    const list = names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ');
    if (set.length > 1)
      walk.report('schema.choice', `sets ${set.join(' and ')}, and only one of them may stand there`, `keep one of ${set.join(', ')}`);
    if (set.length === 0 && exactlyOne) walk.report('schema.choice', `sets none of ${list}`, `set one of ${list}`);
  }
}

function checkCount(walk: Walk, { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY }: SchemaNode, count: number): void {
  if (count < minProperties) walk.report('schema.length', `has ${count} fields, and at least ${minProperties} are asked for`, 'add one');
  if (count > maxProperties) walk.report('schema.length', `has ${count} fields, and ${maxProperties} are allowed`, 'remove some');
}

function reportUnknown(walk: Walk, name: string, node: SchemaNode): void {
  const near = nearestWord(name, Object.keys(node.properties ?? {}));
  const where = pathText(walk.path.slice(0, -1));
  const fix = near === undefined ? `remove it${where === '' ? '' : ` from ${where}`}` : `did you mean "${near}"?`;
  walk.report('schema.unknown', 'is an unknown field', fix);
}

/** Length of a list, its items, and that no item is there twice. */
function checkList(walk: Walk, node: SchemaNode, list: readonly unknown[], strict: boolean): void {
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

/** `allOf`, `anyOf`, `oneOf` and `not`: they narrow a value and name no new fields. */
function checkAlternatives(walk: Walk, node: SchemaNode, value: unknown): void {
  for (const index of node.allOf ?? []) checkValue(walk, index, value, false);
  if (node.anyOf !== undefined) checkAny(walk, node.anyOf, value);
  if (node.oneOf !== undefined) checkOne(walk, node.oneOf, value);
  if (node.not !== undefined && findings(walk, node.not, value).length === 0) {
    walk.report('schema.rule', 'is a combination that is not allowed', notFix(walk, node.not));
  }
}

function checkAny(walk: Walk, indexes: readonly NodeIndex[], value: unknown): void {
  const tries: (readonly Finding[])[] = [];
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

function findings(walk: Walk, index: NodeIndex, value: unknown): readonly Finding[] {
  const aside = walk.aside();
  checkValue(aside, index, value, false);
  return aside.findings;
}

function alternativesFix(tries: readonly (readonly Finding[])[]): string {
  const ways = [...new Set(tries.map((found) => found.map(({ path = [], what }) => `${path.at(-1) ?? 'it'} ${what}`).join(', ')))];
  return `fix one of: ${ways.slice(0, 4).join('; ')}`;
}

function notFix(walk: Walk, index: NodeIndex): string {
  const node = walk.node(index);
  if (node.required !== undefined) return `remove ${node.required.join(' or ')}`;
  return node.enum === undefined ? 'write something else' : `do not write ${node.enum.join(' or ')}`;
}
