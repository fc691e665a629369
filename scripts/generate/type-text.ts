import { refTarget, type Schema } from './definitions';

/** Gives the TypeScript name of a definition. */
export type NameOf = (definitionName: string) => string;

const PRIMITIVES: Readonly<Record<string, string>> = { boolean: 'boolean', integer: 'number', number: 'number', string: 'string' };

/** An exported interface, or an alias for a definition without fields. */
export function declarationText(name: string, schema: Schema, nameOf: NameOf): string {
  if (schema.properties === undefined) return `export type ${name} = ${typeText(schema, nameOf)};`;
  const lines = Object.keys(schema.properties)
    .sort()
    .map((property) => propertyText(property, schema, nameOf));
  return [`export interface ${name} {`, ...lines, '}'].join('\n');
}

function propertyText(property: string, owner: Schema, nameOf: NameOf): string {
  const mark = owner.required?.includes(property) ? '' : '?';
  const name = /^[A-Za-z_$][\w$]*$/.test(property) ? property : `'${property}'`;
  return `  readonly ${name}${mark}: ${typeText(owner.properties?.[property] ?? {}, nameOf)};`;
}

/** The TypeScript type of a schema; `unknown` where the schema says nothing. */
export function typeText(schema: Schema, nameOf: NameOf): string {
  if (schema.$ref !== undefined) return nameOf(refTarget(schema.$ref));
  if (schema.enum !== undefined) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (schema.oneOf !== undefined) return schema.oneOf.map((choice) => typeText(choice, nameOf)).join(' | ');
  if (schema.type === 'array') return arrayText(typeText(schema.items ?? {}, nameOf));
  if (schema.type === 'object') return `Readonly<Record<string, ${typeText(schema.additionalProperties ?? {}, nameOf)}>>`;
  return PRIMITIVES[schema.type ?? ''] ?? 'unknown';
}

function arrayText(item: string): string {
  return /^readonly | \| /.test(item) ? `readonly (${item})[]` : `readonly ${item}[]`;
}
