/** The position of a node in its pack: equal nodes stand there once. */
export type NodeIndex = number;

/**
 * What an API server holds against one value, as plain data.
 *
 * The words are those of a structural OpenAPI schema with two differences. References are positions in the pack, and an object is closed
 * unless `open` says otherwise: a strict server refuses fields that a schema does not name.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export interface SchemaNode {
  /** Left out: any type. */
  readonly type?: 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';
  readonly intOrString?: true;
  readonly nullable?: true;
  readonly enum?: readonly unknown[];

  readonly properties?: Readonly<Record<string, NodeIndex>>;
  readonly required?: readonly string[];
  /** The schema of the values of a map (`additionalProperties`). */
  readonly values?: NodeIndex;
  /** Fields that `properties` does not name may hold anything (`x-kubernetes-preserve-unknown-fields`). */
  readonly open?: true;
  /** The metadata of an object: its rules are the same for every kind, see `check-metadata.ts`. */
  readonly metadata?: true;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** At most one field of each of these groups may be set; with `true` in front, exactly one. */
  readonly choices?: readonly (readonly [exactlyOne: boolean, ...fields: string[]])[];

  readonly items?: NodeIndex;
  /** Items are told apart by these fields (`x-kubernetes-list-type: map`). */
  readonly keys?: readonly string[];
  /** What a key is taken for when an item leaves it out. */
  readonly keyDefaults?: Readonly<Record<string, unknown>>;
  /** No item twice (`x-kubernetes-list-type: set`). */
  readonly set?: true;
  readonly minItems?: number;
  readonly maxItems?: number;

  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;

  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: true;
  readonly exclusiveMaximum?: true;
  readonly multipleOf?: number;

  readonly allOf?: readonly NodeIndex[];
  readonly anyOf?: readonly NodeIndex[];
  readonly oneOf?: readonly NodeIndex[];
  readonly not?: NodeIndex;
}

/** The schemas of some kinds: what one project ships, or what a user added. */
export interface SchemaPack {
  /** The releases it was made from, as `repository version`. */
  readonly from: readonly string[];
  /** `apps/v1/Deployment` and `v1/Pod`, with the node of each. */
  readonly kinds: Readonly<Record<string, NodeIndex>>;
  /** `group/Kind` of kinds whose objects live in no namespace. */
  readonly clusterScoped?: readonly string[];
  /** A null counts as a field that is left out: true for what Kubernetes ships, never for custom kinds. */
  readonly nullIsAbsent?: true;
  readonly nodes: readonly SchemaNode[];
}

/** The name of a kind in a pack. */
export function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion}/${kind}`;
}

/** Collects nodes and keeps equal ones once: the pod schema inside custom kinds would otherwise stand there hundreds of times. */
export class NodeTable {
  readonly nodes: SchemaNode[] = [];
  private readonly positions = new Map<string, NodeIndex>();

  /** The position of a node; a new one when no equal node is there. */
  add(node: SchemaNode): NodeIndex {
    const key = JSON.stringify(sorted(node));
    const known = this.positions.get(key);
    if (known !== undefined) return known;
    this.positions.set(key, this.nodes.length);
    this.nodes.push(JSON.parse(key) as SchemaNode);
    return this.nodes.length - 1;
  }

  /** A place for a node that is not made yet: it may refer to itself. Such a node is not shared. */
  reserve(): NodeIndex {
    this.nodes.push({});
    return this.nodes.length - 1;
  }

  fill(index: NodeIndex, node: SchemaNode): void {
    this.nodes[index] = sorted(node);
  }
}

/** With keys in one order, and without those that are not set. */
function sorted(node: SchemaNode): SchemaNode {
  const entries = Object.entries(node).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
