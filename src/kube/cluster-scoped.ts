import { CLUSTER_SCOPED_KINDS } from '../../imports/cluster-scoped';

/** Whether objects of a kind stand outside every namespace. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  const slash = apiVersion.indexOf('/');
  return isClusterScopedKind(`${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`);
}

/** The same for a `group/Kind`. */
function isClusterScopedKind(groupKind: string): boolean {
  return CLUSTER_SCOPED_KINDS.has(groupKind);
}
