const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];

/** Names without a slash that the API server knows. @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/helper/helpers.go */
const STANDARD: ReadonlySet<string> = new Set([
  ...COMPUTE.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
  'requests.storage',
  'persistentvolumeclaims',
  'pods',
  'resourcequotas',
  'services',
  'services.nodeports',
  'services.loadbalancers',
  'replicationcontrollers',
  'secrets',
  'configmaps',
]);

/**
 * Why a quota cannot use the name of a limit, with the name to use instead if there is one.
 *
 * The API server accepts any name with a slash, but counts a device (`vendor.com/device`) only by its requests.
 */
export function quotaNameProblem(name: string): { readonly what: string; readonly use?: string } | undefined {
  if (!name.includes('/')) {
    return STANDARD.has(name) || /^(requests\.)?hugepages-[0-9]+[KMG]i$/.test(name) ? undefined : { what: 'is not the name of a limit' };
  }
  if (/^(requests\.|count\/)/.test(name) || /\.(storageclass\.storage|deviceclass\.resource)\.k8s\.io\//.test(name)) return undefined;
  return { what: 'is a name that Kubernetes accepts but never counts', use: `requests.${name.replace(/^limits\./, '')}` };
}
