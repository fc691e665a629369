import { ConfigError } from '../../base/config-error';
import { checkedFactories } from '../../base/validate-props';
import { joinSourcePath, sourcePath } from '../flux/flux-source';

/** The source of YAML for Argo CD. */
export interface ArgoSource {
  /** URL of the Git repository or OCI artifact (`oci://registry/repository`), without a password. @example 'https://github.com/acme/gitops' */
  readonly repoUrl: string;
  /** Branch, tag, commit or range of semantic versions; for OCI, tag or digest. `HEAD` is the default branch. @example 'main' */
  readonly targetRevision: string;
  /**
   * Directory of the rendered tree: `'clusters/ml'`.
   *
   * @default - the `repositoryPath` of the app (`dist`) in Git, `.` in an OCI artifact
   */
  readonly path?: string;
  /** With a range of versions: the prefix of matching tags, `'prod-'`. @default - none */
  readonly tagPrefix?: string;
}

/** The file that lists a directory's files for Flux and kubectl. It is not a Kubernetes object. */
const LISTING = 'kustomization.yaml';

/** The source of one chart. */
export interface ArgoSourceSpec {
  readonly repoURL: string;
  readonly targetRevision: string;
  readonly path: string;
  readonly tagPrefix?: string;
  readonly directory: { readonly exclude: string };
}

/**
 * One directory as plain YAML.
 *
 * Argo CD treats a directory with a kustomization.yaml as Kustomize, unless `directory` is set (`ExplicitType`). It needs `exclude` (or
 * `include`): `NormalizeSource` removes a `directory` whose `IsZero` is true, and `IsZero` reads `recurse` and `jsonnet` only. Plain YAML
 * spares the repo server `kustomize build`, and excludes the listing, which the API server would refuse.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.6.1/pkg/apis/application/v1alpha1/types.go
 * @see https://github.com/argoproj/argo-cd/blob/v3.6.1/util/argo/argo.go
 */
export function argoSourceSpec(source: ArgoSource, repositoryPath: string, directory: string): ArgoSourceSpec {
  const start = source.path ?? (source.repoUrl.startsWith('oci://') ? '.' : repositoryPath);
  return {
    repoURL: source.repoUrl,
    targetRevision: source.targetRevision,
    path: joinSourcePath(sourcePath('ArgoApplication.source', directory, start), directory),
    tagPrefix: source.tagPrefix,
    directory: { exclude: LISTING },
  };
}

/** Refuses addresses that Argo CD cannot read. */
export function refuseSource(where: string, { repoUrl, targetRevision }: ArgoSource): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('ArgoApplication.source', { where, what, fix });
  };
  if (/:\/\/[^/]*:[^/]*@/.test(repoUrl))
    refuse('`repoUrl` contains a password, which would be committed to Git', 'move it to a repository Secret of Argo CD');
  if (!/^((https?|ssh|git|oci):\/\/\S+\/\S+|[\w.-]+@[\w.-]+:\S+)$/.test(repoUrl)) {
    refuse(`invalid repoUrl ${JSON.stringify(repoUrl)}`, 'use https://host/path, ssh://git@host/path or oci://registry/repository');
  }
  if (targetRevision.trim() === '') refuse('`targetRevision` is empty', "use a branch, tag or commit; 'HEAD' is the default branch");
}

/** The cluster that an Application applies to: by the URL of its API server or by its name in Argo CD. Made by {@link ArgoDestination}. */
export type ArgoDestination =
  | { readonly server: string; readonly name?: never; readonly namespace?: string }
  | { readonly name: string; readonly server?: never; readonly namespace?: string };

/** Clusters to apply to. */
export const ArgoDestination = checkedFactories('ArgoDestination', {
  /**
   * The cluster that Argo CD runs in.
   *
   * @param namespace For objects without one. Default: the namespace of the chart.
   */
  inCluster(namespace?: string): ArgoDestination {
    return { server: 'https://kubernetes.default.svc', namespace };
  },
  /** A cluster by the URL of its API server: `ArgoDestination.server('https://10.0.0.1')`. */
  server(server: string, namespace?: string): ArgoDestination {
    return { server, namespace };
  },
  /** A cluster by its name in Argo CD: `ArgoDestination.cluster('edge')`. */
  cluster(name: string, namespace?: string): ArgoDestination {
    return { name, namespace };
  },
} as const);
