import type { Finding, FindingSubject } from '../../base/finding';
import type { ValuePath } from '../../base/value-path';
import type { NodeIndex, SchemaNode, SchemaPack } from '../packs/schema-node';
import { type SchemaCode, schemaFinding } from '../schema-finding';

/** One walk through one object: the pack that holds its schema, the path to the current value, and the findings so far. */
export class Walk {
  readonly path: (string | number)[] = [];
  readonly findings: Finding[] = [];

  constructor(
    readonly pack: SchemaPack,
    private readonly subject: FindingSubject,
  ) {}

  node(index: NodeIndex): SchemaNode {
    return this.pack.nodes[index] as SchemaNode;
  }

  /** Adds a finding at the current value, or at one below it. */
  report(code: SchemaCode, what: string, fix: string, below: ValuePath = []): void {
    this.findings.push(schemaFinding(this.subject, code, [...this.path, ...below], what, fix));
  }

  /** A separate walk at the same path: for alternatives, whose findings may not count. */
  aside(): Walk {
    const aside = new Walk(this.pack, this.subject);
    aside.path.push(...this.path);
    return aside;
  }
}

/** How deep lists and maps may be nested. */
export const MAX_DEPTH = 500;
