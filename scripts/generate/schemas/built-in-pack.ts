import { kindKey, type NodeIndex, NodeTable, type SchemaNode, type SchemaPack } from '../../../src/schema/packs/schema-node';
import { BUILT_IN_CLUSTER_KINDS } from '../built-in-cluster-kinds';
import { apiVersionOf, type Definitions, definition, kindOf, refTarget, type Schema } from '../definitions';
import { BUILT_IN_FACTS, type DefinitionFacts } from './built-in-facts';

/** Keywords of OpenAPI v2 that decide what a server takes, beyond those that decide a type. */
interface ListSchema extends Schema {
  readonly format?: string;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Definitions that the document leaves vague, in our words. */
const WRITTEN: Readonly<Record<string, SchemaNode>> = {
  [META]: { type: 'object', metadata: true },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { format: 'quantity' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { intOrString: true },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object', open: true },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': { type: 'object', open: true },
};

/** `protocol` of a port is a key of its list, and may be left out. */
const KEY_DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

/** The schemas of the kinds that Kubernetes ships. */
export function builtInPack(definitions: Definitions, from: readonly string[]): SchemaPack {
  const compiler = new Compiler(definitions);
  const kinds: Record<string, NodeIndex> = {};
  for (const name of Object.keys(definitions).sort()) {
    const kind = kindOf(definitions[name]);
    if (kind !== undefined) kinds[kindKey(apiVersionOf(kind), kind.kind)] = compiler.definition(name);
  }
  return { from, kinds, clusterScoped: [...BUILT_IN_CLUSTER_KINDS.kinds], nullIsAbsent: true, nodes: compiler.table.nodes };
}

class Compiler {
  readonly table = new NodeTable();
  private readonly known = new Map<string, NodeIndex>();

  constructor(private readonly definitions: Definitions) {}

  /** A definition that refers to itself, such as a schema inside a CRD, is found by its place, which is taken before it is filled. */
  definition(name: string): NodeIndex {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const index = this.table.reserve();
    this.known.set(name, index);
    this.table.fill(index, this.definitionNode(name));
    return index;
  }

  private definitionNode(name: string): SchemaNode {
    const written = WRITTEN[name];
    if (written !== undefined) return written;
    const schema = definition(this.definitions, name) as ListSchema;
    const node = this.node(schema, BUILT_IN_FACTS[name.replace(/^io\.k8s\.(api\.)?/, '')] ?? {});
    if (kindOf(schema) === undefined) return node;
    // A status comes from a subresource; nobody writes one into a file.
    if (node.properties?.status === undefined) return node;
    return { ...node, properties: { ...node.properties, status: this.table.add({ type: 'object', open: true }) } };
  }

  private node(schema: ListSchema, facts: DefinitionFacts): SchemaNode {
    const required = [...new Set([...(schema.required ?? []), ...(facts.required ?? [])])].sort();
    const names = Object.keys(schema.properties ?? {});
    const properties = names.map((name) => [name, this.property(schema.properties?.[name] ?? {}, name, facts)] as const);
    return {
      type: schema.type as SchemaNode['type'],
      format: schema.format,
      enum: schema.enum,
      properties: schema.properties && Object.fromEntries(properties),
      required: required.length === 0 ? undefined : required,
      choices: facts.choices,
    };
  }

  private property(schema: ListSchema, name: string, facts: DefinitionFacts): NodeIndex {
    const fact = (suffix: string) => facts.fields?.[`${name}${suffix}`];
    const own = fact('');
    if (schema.$ref !== undefined) {
      const target = refTarget(schema.$ref);
      const written = own && WRITTEN[target];
      return written ? this.table.add({ ...written, ...own }) : this.definition(target);
    }
    const items = schema.items && this.part(schema.items as ListSchema, fact('[]'));
    const values = schema.additionalProperties && this.part(schema.additionalProperties as ListSchema, fact('{}'));
    const keys = schema['x-kubernetes-list-map-keys'];
    const defaults = keys?.filter((key) => key in KEY_DEFAULTS).map((key) => [key, KEY_DEFAULTS[key]] as const) ?? [];
    return this.table.add({
      ...this.node({ ...schema, items: undefined, additionalProperties: undefined }, {}),
      items,
      values,
      keys,
      keyDefaults: defaults.length === 0 ? undefined : Object.fromEntries(defaults),
      set: schema['x-kubernetes-list-type'] === 'set' ? true : undefined,
      ...own,
    });
  }

  private part(schema: ListSchema, fact: Partial<SchemaNode> | undefined): NodeIndex {
    return this.property(schema, '', fact === undefined ? {} : { fields: { '': fact } });
  }
}
