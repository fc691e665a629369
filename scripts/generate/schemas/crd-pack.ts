import { type CrdDocument, compileCrd } from '../../../src/schema/packs/compile-crd';
import { NodeTable, type SchemaPack } from '../../../src/schema/packs/schema-node';

/** The schemas of some CRDs, as one pack. Scopes stand in `cluster-scoped.ts`. */
export function crdPack(crds: readonly CrdDocument[], from: readonly string[]): SchemaPack {
  const table = new NodeTable();
  const kinds = Object.assign({}, ...crds.map((crd) => compileCrd(table, crd))) as SchemaPack['kinds'];
  return { from, kinds, nodes: table.nodes };
}
