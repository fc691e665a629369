import type { NodeIndex, SchemaNode } from './schema-node';

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
