import { fieldsAt, textAt, valueAt } from '../plain-access';
import { kindKey, type NodeIndex, NodeTable, type SchemaNode, type SchemaPack } from './schema-node';

/** The part of an OpenAPI v3 schema that a CustomResourceDefinition may use. */
export interface CrdSchema {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | CrdSchema;
  readonly items?: CrdSchema;
  readonly allOf?: readonly CrdSchema[];
  readonly anyOf?: readonly CrdSchema[];
  readonly oneOf?: readonly CrdSchema[];
  readonly not?: CrdSchema;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** The part of a CustomResourceDefinition that a schema is made from. */
export interface CrdDocument {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly scope?: string;
    readonly versions: readonly {
      readonly name: string;
      readonly served?: boolean;
      readonly schema?: { readonly openAPIV3Schema?: CrdSchema };
    }[];
  };
}

/** Keywords that mean the same in a node. */
const SAME = [
  'enum',
  'required',
  'minProperties',
  'maxProperties',
  'minItems',
  'maxItems',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
] as const;

/** Adds the kinds of a CRD, every served version, to a table. Gives the positions by kind. */
export function compileCrd(table: NodeTable, crd: CrdDocument): Record<string, NodeIndex> {
  const kinds: Record<string, NodeIndex> = {};
  for (const { name, served, schema } of crd.spec.versions) {
    if (served === false || schema?.openAPIV3Schema === undefined) continue;
    kinds[kindKey(`${crd.spec.group}/${name}`, crd.spec.names.kind)] = compileRoot(table, schema.openAPIV3Schema);
  }
  return kinds;
}

/** Without `status`: nobody writes one into a file, and the API server takes it from a subresource. */
function compileRoot(table: NodeTable, schema: CrdSchema): NodeIndex {
  const { status: _, ...properties } = schema.properties ?? {};
  const required = schema.required?.filter((field) => field !== 'status');
  return compileSchema(table, { ...schema, properties: { ...properties, status: OPEN }, required, 'x-kubernetes-embedded-resource': true });
}

const OPEN: CrdSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const TEXT: CrdSchema = { type: 'string', minLength: 1 };

/** A whole object: apiVersion, kind and metadata belong to it, whether the schema names them or not. */
function asObject(schema: CrdSchema): CrdSchema {
  const { 'x-kubernetes-embedded-resource': _, ...rest } = schema;
  const required = new Set([...(schema.required ?? []), 'apiVersion', 'kind']);
  const properties = { ...schema.properties, apiVersion: TEXT, kind: TEXT, metadata: METADATA };
  return { ...rest, required: [...required].sort(), properties };
}

const METADATA: CrdSchema = { type: 'object', metadata: true };

function compileSchema(table: NodeTable, schema: CrdSchema): NodeIndex {
  if (schema['x-kubernetes-embedded-resource']) return compileSchema(table, asObject(schema));
  const all = (list: readonly CrdSchema[] | undefined) => list?.map((each) => compileSchema(table, each));
  const values = typeof schema.additionalProperties === 'object' ? compileSchema(table, schema.additionalProperties) : undefined;
  return table.add({
    ...Object.fromEntries(SAME.map((keyword) => [keyword, schema[keyword]])),
    type: schema['x-kubernetes-int-or-string'] ? undefined : (schema.type as SchemaNode['type']),
    intOrString: flag(schema['x-kubernetes-int-or-string']),
    nullable: flag(schema.nullable),
    properties: schema.properties && mapValues(schema.properties, (each) => compileSchema(table, each)),
    required: schema.required?.length === 0 ? undefined : schema.required,
    values,
    open: flag(schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties === true),
    metadata: flag(schema === METADATA),
    items: schema.items && compileSchema(table, schema.items),
    ...listNode(schema),
    exclusiveMinimum: flag(schema.exclusiveMinimum),
    exclusiveMaximum: flag(schema.exclusiveMaximum),
    allOf: all(schema.allOf),
    anyOf: all(schema.anyOf),
    oneOf: all(schema.oneOf),
    not: schema.not && compileSchema(table, schema.not),
  });
}

function listNode(schema: CrdSchema): Pick<SchemaNode, 'keys' | 'keyDefaults' | 'set'> {
  if (schema['x-kubernetes-list-type'] === 'set') return { set: true };
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || keys === undefined) return {};
  const defaults = keys.flatMap((key) => {
    const value = schema.items?.properties?.[key]?.default;
    return value === undefined ? [] : [[key, value] as const];
  });
  return { keys, keyDefaults: defaults.length === 0 ? undefined : Object.fromEntries(defaults) };
}

function flag(value: boolean | undefined): true | undefined {
  return value === true ? true : undefined;
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Whether data is a CustomResourceDefinition that says how objects of its kind look. */
export function isCrd(value: unknown): value is CrdDocument {
  if (textAt(value, 'kind') !== 'CustomResourceDefinition' || textAt(value, 'apiVersion') !== 'apiextensions.k8s.io/v1') return false;
  const versions = valueAt(value, 'spec', 'versions');
  const named = textAt(value, 'spec', 'group') !== undefined && textAt(value, 'spec', 'names', 'kind') !== undefined;
  return (
    named && Array.isArray(versions) && versions.some((version) => Object.keys(fieldsAt(version, 'schema', 'openAPIV3Schema')).length > 0)
  );
}

/** The schemas of a CustomResourceDefinition: one for each version that it serves. */
export function crdPack(crd: CrdDocument): SchemaPack {
  const table = new NodeTable();
  const kinds = compileCrd(table, crd);
  const { group, names, scope } = crd.spec;
  return {
    from: [`${names.kind}.${group}`],
    kinds,
    clusterScoped: scope === 'Cluster' ? [`${group}/${names.kind}`] : [],
    nodes: table.nodes,
  };
}
