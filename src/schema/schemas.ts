import { SCHEMA_KINDS, SCHEMA_PACKS } from '../../imports/schemas';
import type { NodeIndex, SchemaPack } from './schema-node';

/** A kind's schema: a node and the pack that the node refers to. */
export interface FoundSchema {
  readonly pack: SchemaPack;
  readonly node: NodeIndex;
}

/** The schemas at hand: those of this library, each pack loaded when its first kind is asked for, and those that a user added. */
export class Schemas {
  constructor(private readonly added: readonly SchemaPack[] = []) {}

  /** The schema of a kind: `apps/v1/Deployment`, `v1/Pod`. What a user added goes before what the library ships. */
  find(key: string): FoundSchema | undefined {
    for (const pack of this.added) {
      if (Object.hasOwn(pack.kinds, key)) return { pack, node: pack.kinds[key] as NodeIndex };
    }
    if (!Object.hasOwn(SCHEMA_KINDS, key)) return undefined;
    const pack = SCHEMA_PACKS[SCHEMA_KINDS[key] as string]?.() as SchemaPack;
    return { pack, node: pack.kinds[key] as NodeIndex };
  }

  /** Whether objects of a kind stand outside of namespaces; undefined when a user's schema does not tell. */
  addedScope(groupKind: string): 'Cluster' | undefined {
    return this.added.some(({ clusterScoped = [] }) => clusterScoped.includes(groupKind)) ? 'Cluster' : undefined;
  }

  /** Every kind at hand, sorted. */
  kinds(): readonly string[] {
    return [...new Set([...Object.keys(SCHEMA_KINDS), ...this.added.flatMap(({ kinds }) => Object.keys(kinds))])].sort();
  }
}
