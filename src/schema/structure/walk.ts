import type { NodeIndex, SchemaNode, SchemaPack } from '../packs/schema-node';
import type { SchemaCode, SchemaFinding, ValuePath } from '../schema-finding';

/** One walk through one object: the pack that holds the nodes, where the walk stands, and what it found. */
export class Walk {
  readonly path: (string | number)[] = [];
  readonly findings: SchemaFinding[] = [];

  constructor(readonly pack: SchemaPack) {}

  node(index: NodeIndex): SchemaNode {
    return this.pack.nodes[index] as SchemaNode;
  }

  /** A finding at the value under the walk, or at one below it. */
  report(code: SchemaCode, what: string, fix: string, below: ValuePath = []): void {
    this.findings.push({ code, path: [...this.path, ...below], what, fix });
  }

  /** A walk of its own at the same place: for alternatives, whose findings may not count. */
  aside(): Walk {
    const aside = new Walk(this.pack);
    aside.path.push(...this.path);
    return aside;
  }
}

/** A value below which nothing was found; how deep lists and maps may lie in one another. */
export const MAX_DEPTH = 500;
