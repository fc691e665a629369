import { CLUSTER_SCOPED_KINDS } from '../../../imports/cluster-scoped';
import { SCHEMA_KINDS, SCHEMA_PACKS } from '../../../imports/schemas';
import type { NodeIndex, SchemaPack } from './schema-node';

/** A kind's schema: a node and the pack that the node refers to. */
interface FoundSchema {
  readonly pack: SchemaPack;
  readonly node: NodeIndex;
}

/** The schemas at hand: those of this library, each pack loaded when its first kind is asked for, and those that a user added. */
export class Schemas {
  constructor(private readonly added: readonly SchemaPack[] = []) {}

  /** These, and others that go before them. */
  with(packs: readonly SchemaPack[]): Schemas {
    return packs.length === 0 ? this : new Schemas([...packs, ...this.added]);
  }

  /** The schema of a kind: `apps/v1/Deployment`, `v1/Pod`. What a user added goes before what the library ships. */
  find(key: string): FoundSchema | undefined {
    for (const pack of this.added) {
      if (Object.hasOwn(pack.kinds, key)) return { pack, node: pack.kinds[key] as NodeIndex };
    }
    if (!Object.hasOwn(SCHEMA_KINDS, key)) return undefined;
    const pack = SCHEMA_PACKS[SCHEMA_KINDS[key] as string]?.() as SchemaPack;
    return { pack, node: pack.kinds[key] as NodeIndex };
  }

  /** Where objects of a kind, such as `apps/Deployment`, live; undefined when no schema is at hand that could tell. */
  scopeOf(groupKind: string): 'Cluster' | 'Namespaced' | undefined {
    for (const { kinds, clusterScoped = [] } of this.added) {
      if (Object.keys(kinds).some((key) => groupKindOf(key) === groupKind))
        return clusterScoped.includes(groupKind) ? 'Cluster' : 'Namespaced';
    }
    if (CLUSTER_SCOPED_KINDS.has(groupKind)) return 'Cluster';
    shippedKinds ??= new Set(Object.keys(SCHEMA_KINDS).map(groupKindOf));
    return shippedKinds.has(groupKind) ? 'Namespaced' : undefined;
  }

  /** Every kind at hand, sorted. */
  kinds(): readonly string[] {
    return [...new Set([...Object.keys(SCHEMA_KINDS), ...this.added.flatMap(({ kinds }) => Object.keys(kinds))])].sort();
  }
}

let shippedKinds: ReadonlySet<string> | undefined;

/** `apps/v1/Deployment` without its version. */
function groupKindOf(key: string): string {
  const [kind = '', , group = ''] = key.split('/').reverse();
  return `${group}/${kind}`;
}
