import type { Manifest } from '../../manifest/manifest';

type Labels = Readonly<Record<string, string>>;

/** How many pods with these labels the workloads of a namespace run. Undefined when the manifests have no such workload. */
export function podCount(manifests: readonly Manifest[], namespace: string | undefined, selector: Labels): number | undefined {
  const counts = manifests.flatMap(({ metadata, spec }) => {
    const { replicas = 1, template } = (spec ?? {}) as { replicas?: number; template?: { metadata?: { labels?: Labels } } };
    const labels = template?.metadata?.labels;
    if (labels === undefined || metadata.namespace !== namespace) return [];
    return Object.entries(selector).every(([key, value]) => labels[key] === value) ? [replicas] : [];
  });
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}
