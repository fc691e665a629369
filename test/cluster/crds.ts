import { isClusterScoped } from '../../src/kube/cluster-scoped';
import { Schemas } from '../../src/schema/packs/known-schemas';
import type { NodeIndex, SchemaNode, SchemaPack } from '../../src/schema/packs/schema-node';

type Schema = Readonly<Record<string, unknown>>;

/**
 * CustomResourceDefinitions for kinds (`ray.io/v1/RayJob`), made from the schemas that the library validates with.
 *
 * For a cluster that knows none of them, such as a new kind cluster. They lack what the schemas lack: CEL rules and defaults. Plurals are
 * not upstream's, which only people would notice: clients find a kind by discovery.
 */
export function crdsOf(kinds: readonly string[]): readonly object[] {
  const schemas = new Schemas();
  const versions = new Map<string, { readonly version: string; readonly schema: Schema }[]>();
  for (const key of [...new Set(kinds)].sort()) {
    const [group, version, kind] = key.split('/') as [string, string, string];
    const found = schemas.find(key);
    if (found === undefined) throw new Error(`no schema of ${key}`);
    const of = `${group}/${kind}`;
    versions.set(of, [...(versions.get(of) ?? []), { version, schema: rootSchema(found.pack, found.node) }]);
  }
  return [...versions].map(([of, found]) => crd(of, found));
}

function crd(of: string, versions: readonly { readonly version: string; readonly schema: Schema }[]): object {
  const [group = '', kind = ''] = of.split('/');
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' } },
    spec: {
      group,
      scope: isClusterScoped(`${group}/v1`, kind) ? 'Cluster' : 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular },
      versions: versions.map(({ version, schema }, index) => ({
        name: version,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: schema },
      })),
    },
  };
}

function rootSchema(pack: SchemaPack, index: NodeIndex): Schema {
  const { properties, ...root } = schemaOf(pack, index) as { properties?: Schema };
  const { metadata: _, ...fields } = properties ?? {};
  return { ...root, type: 'object', properties: { ...fields, metadata: { type: 'object' } } };
}

/** Keywords that mean the same in both. */
const SAME: readonly (keyof SchemaNode)[] = [
  ...(['type', 'nullable', 'enum', 'required', 'minProperties', 'maxProperties', 'minItems', 'maxItems', 'format', 'pattern'] as const),
  ...(['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const),
];

function schemaOf(pack: SchemaPack, index: NodeIndex): Schema {
  const node = pack.nodes[index] as SchemaNode;
  if (node.metadata) return { type: 'object' };
  const one = (child: NodeIndex | undefined) => (child === undefined ? undefined : schemaOf(pack, child));
  const all = (children: readonly NodeIndex[] | undefined) => children?.map((child) => schemaOf(pack, child));
  const schema = {
    ...Object.fromEntries(SAME.map((keyword) => [keyword, node[keyword]])),
    'x-kubernetes-int-or-string': node.intOrString,
    'x-kubernetes-preserve-unknown-fields': node.open,
    'x-kubernetes-list-type': node.keys ? 'map' : node.set && 'set',
    'x-kubernetes-list-map-keys': node.keys,
    properties: node.properties && mapped(node.properties, (child) => schemaOf(pack, child)),
    additionalProperties: one(node.values),
    items: withDefaults(one(node.items), node.keyDefaults),
    allOf: all(node.allOf),
    anyOf: all(node.anyOf),
    oneOf: all(node.oneOf),
    not: one(node.not),
  };
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

/** A key that items may leave out needs its default, or the API server refuses the CRD. */
function withDefaults(items: Schema | undefined, defaults: SchemaNode['keyDefaults']): Schema | undefined {
  if (items === undefined || defaults === undefined) return items;
  const properties = items.properties as Readonly<Record<string, Schema>>;
  return { ...items, properties: mapped(properties, (schema, key) => (key in defaults ? { ...schema, default: defaults[key] } : schema)) };
}

function mapped<From, To>(record: Readonly<Record<string, From>>, map: (value: From, key: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
