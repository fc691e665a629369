/** One generated module: some kinds of one API group and version, from one project's CRDs. */
export interface CrdModule {
  /** File name in `imports/`, without `.ts`. */
  readonly file: string;
  /** The CRDs come from `crds/<project>.yaml`. */
  readonly project: string;
  /** Other versions of the same kinds are left out. */
  readonly apiVersion: string;
  readonly kinds: readonly string[];
}

/** Every custom kind that gets a typed binding: the ones we render, no more. */
export const CRD_MODULES: readonly CrdModule[] = [
  { file: 'argo-cd', project: 'argo-cd', apiVersion: 'argoproj.io/v1alpha1', kinds: ['AppProject', 'Application'] },
  { file: 'flux-kustomize', project: 'flux', apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kinds: ['Kustomization'] },
  { file: 'flux-source', project: 'flux', apiVersion: 'source.toolkit.fluxcd.io/v1', kinds: ['GitRepository', 'OCIRepository'] },
  { file: 'gateway-api', project: 'gateway-api', apiVersion: 'gateway.networking.k8s.io/v1', kinds: ['Gateway', 'HTTPRoute'] },
  { file: 'istio', project: 'istio', apiVersion: 'networking.istio.io/v1', kinds: ['VirtualService'] },
  { file: 'keda', project: 'keda', apiVersion: 'keda.sh/v1alpha1', kinds: ['ScaledObject'] },
  {
    file: 'kueue',
    project: 'kueue',
    apiVersion: 'kueue.x-k8s.io/v1beta2',
    kinds: ['ClusterQueue', 'LocalQueue', 'ResourceFlavor', 'WorkloadPriorityClass'],
  },
  {
    file: 'prometheus-operator',
    project: 'prometheus-operator',
    apiVersion: 'monitoring.coreos.com/v1',
    kinds: ['PodMonitor', 'PrometheusRule', 'ServiceMonitor'],
  },
];
