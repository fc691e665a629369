import { checkedFactories } from '../base/validate-props';
/** The cluster that an Application applies to: by the address of its API server, or by its name in Argo CD. */
export type ArgoDestination =
  | { readonly server: string; readonly name?: never; readonly namespace?: string }
  | { readonly name: string; readonly server?: never; readonly namespace?: string };

/** Clusters. */
export const ArgoDestination = checkedFactories('ArgoDestination', {
  /**
   * The cluster that Argo CD itself runs in.
   *
   * @param namespace For objects without one. Default: the namespace of the chart.
   */
  inCluster(namespace?: string): ArgoDestination {
    return { server: 'https://kubernetes.default.svc', namespace };
  },
  /** A cluster by the address of its API server. */
  server(server: string, namespace?: string): ArgoDestination {
    return { server, namespace };
  },
  /** A cluster by the name that it has in Argo CD. */
  cluster(name: string, namespace?: string): ArgoDestination {
    return { name, namespace };
  },
} as const);
