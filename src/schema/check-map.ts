import { nearestWord } from '../base/nearest-word';
import { checkMetadata } from './check-metadata';
import { checkValue } from './check-value';
import { pathText } from './schema-finding';
import type { SchemaNode } from './schema-node';
import type { Walk } from './walk';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object or the values of a map. */
export function checkMap(walk: Walk, node: SchemaNode, fields: Fields, strict: boolean): void {
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
  walk.report('schema.unknown', 'is no field of this kind', fix);
}
