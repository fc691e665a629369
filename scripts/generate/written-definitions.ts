import { apiVersionOf, type Definitions, definition, type GroupVersionKind, kindOf, type Schema } from './definitions';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const OBJECT_META = `${META}.ObjectMeta`;
const NAMED_OBJECT_META = `${META}.NamedObjectMeta`;

/** What nobody writes into a file: the server sets these, and `generateName` cannot be applied twice. */
const UNWRITTEN_METADATA = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generateName',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

/** Types that we write in one form out of several, or that hold anything. */
const WRITTEN_AS: Definitions = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': {},
};

/** The definitions as a file needs them: kinds closed over their names, without what only the server writes. */
export function writtenDefinitions(upstream: Definitions): Definitions {
  const objectMeta = withoutProperties(definition(upstream, OBJECT_META), UNWRITTEN_METADATA);
  const written = Object.entries(upstream).map(([name, schema]) => [name, WRITTEN_AS[name] ?? writtenKind(schema)] as const);
  return {
    ...Object.fromEntries(written),
    [OBJECT_META]: objectMeta,
    [NAMED_OBJECT_META]: { ...objectMeta, required: [...(objectMeta.required ?? []), 'name'] },
  };
}

function writtenKind(schema: Schema): Schema {
  const kind = kindOf(schema);
  if (kind === undefined) return schema;
  const { properties, required = [], ...rest } = withoutProperties(schema, ['status']);
  return {
    ...rest,
    properties: { ...properties, ...kindProperties(kind) },
    required: [...required, 'apiVersion', 'kind', 'metadata'],
  };
}

function kindProperties(kind: GroupVersionKind): Record<string, Schema> {
  return {
    apiVersion: { type: 'string', enum: [apiVersionOf(kind)] },
    kind: { type: 'string', enum: [kind.kind] },
    metadata: { $ref: `#/definitions/${NAMED_OBJECT_META}` },
  };
}

function withoutProperties(schema: Schema, names: readonly string[]): Schema {
  const kept = Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name));
  const required = schema.required?.filter((name) => !names.includes(name));
  return { ...schema, properties: Object.fromEntries(kept), ...(required && { required }) };
}
