import type { Rule } from '../rule';

/** Objects that say where they live when nobody asks, or do not when everybody does. */
export const namespaceScope: Rule = {
  code: 'namespace.scope',
  severity: 'warning',
  title: 'a namespaced object without a namespace, or a cluster-scoped one with one',
  reason: 'it lands wherever the person or tool that applies it happens to be; or it looks as if it were confined, and is not',
  fix: 'write metadata.namespace, or take it out of a cluster-scoped object',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  *check({ groupKind, namespace }, world) {
    const scope = world.scopeOf(groupKind);
    const path = ['metadata', 'namespace'];
    if (scope === 'Cluster' && namespace !== undefined)
      yield { path, what: `is "${namespace}", and objects of ${groupKind} stand in none` };
    if (scope === 'Namespaced' && namespace === undefined) yield { path, what: 'is missing' };
  },
};
