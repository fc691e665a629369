import type { Crd } from './crd-documents';

/** `group/Kind` of the CRDs whose objects live in no namespace. */
export function clusterScopedCrds(crds: readonly Crd[]): string[] {
  return crds.filter(({ spec }) => spec.scope === 'Cluster').map(({ spec }) => `${spec.group}/${spec.names.kind}`);
}

/** The module that tells which kinds live in no namespace. */
export function clusterScopedText(kinds: readonly string[]): string {
  const lines = [...new Set(kinds)].sort().map((kind) => `  '${kind}',`);
  return [
    '/** Kinds whose objects live in no namespace, as `group/Kind`; `/Kind` for the core group. */',
    'export const CLUSTER_SCOPED_KINDS: ReadonlySet<string> = new Set([',
    ...lines,
    ']);',
    '',
  ].join('\n');
}
