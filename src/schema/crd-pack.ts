import { type CrdDocument, compileCrd } from './compile-crd';
import { NodeTable } from './node-table';
import { fieldsAt, textAt, valueAt } from './plain-access';
import type { SchemaPack } from './schema-node';

/** Whether data is a CustomResourceDefinition that says how objects of its kind look. */
export function isCrd(value: unknown): value is CrdDocument {
  if (textAt(value, 'kind') !== 'CustomResourceDefinition' || textAt(value, 'apiVersion') !== 'apiextensions.k8s.io/v1') return false;
  const versions = valueAt(value, 'spec', 'versions');
  const named = textAt(value, 'spec', 'group') !== undefined && textAt(value, 'spec', 'names', 'kind') !== undefined;
  return (
    named && Array.isArray(versions) && versions.some((version) => Object.keys(fieldsAt(version, 'schema', 'openAPIV3Schema')).length > 0)
  );
}

/** The schemas of a CustomResourceDefinition: one for each version that it serves. */
export function crdPack(crd: CrdDocument): SchemaPack {
  const table = new NodeTable();
  const kinds = compileCrd(table, crd);
  const { group, names, scope } = crd.spec;
  return {
    from: [`${names.kind}.${group}`],
    kinds,
    clusterScoped: scope === 'Cluster' ? [`${group}/${names.kind}`] : [],
    nodes: table.nodes,
  };
}
