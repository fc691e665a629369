import { ConfigError } from '../../base/config-error';
import { checkedFactories } from '../../base/validate-props';
import { joinSourcePath, sourcePath } from '../flux/flux-source';

/** Where Argo CD fetches the YAML from. */
export interface ArgoSource {
  /** Address of the Git repository, or of an OCI artifact: `oci://registry/repository`. A password in it is refused (`ArgoApplication.source`). */
  readonly repoUrl: string;
  /** Branch, tag, commit, or range of semantic versions; for an OCI artifact its tag or digest. `HEAD` is the default branch. */
  readonly targetRevision: string;
  /**
   * Where the rendered tree starts in it.
   *
   * @default - the `repositoryPath` of the app (`dist`) in Git, `.` in an OCI artifact
   */
  readonly path?: string;
  /** With a range of versions: only tags that begin so, and the range is about the rest. @default - none */
  readonly tagPrefix?: string;
}

/** The file that lists a directory's files for Flux and kubectl, and that is no Kubernetes object. */
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
 * A kustomization.yaml in a directory makes Argo CD take it for Kustomize, unless the type is explicit: `ExplicitType` looks whether
 * `directory` is set at all. It must have `exclude` (or `include`), though: `NormalizeSource` removes a `directory` whose `IsZero` holds, and
 * `IsZero` looks at `recurse` and `jsonnet` only, so `directory: {recurse: false}` would be dropped. Plain YAML costs the repo server no
 * `kustomize build`, and leaves out the listing, which the API server would refuse.
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

export function refuseSource(where: string, { repoUrl, targetRevision }: ArgoSource): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('ArgoApplication.source', { where, what, fix });
  };
  if (/:\/\/[^/]*:[^/]*@/.test(repoUrl))
    refuse('the URL has a password in it, which would stand in Git', 'put it into a repository Secret of Argo CD');
  if (!/^((https?|ssh|git|oci):\/\/\S+\/\S+|[\w.-]+@[\w.-]+:\S+)$/.test(repoUrl)) {
    refuse(`repoUrl ${JSON.stringify(repoUrl)} is no address`, 'use https://host/path, ssh://git@host/path or oci://registry/repository');
  }
  if (targetRevision.trim() === '') refuse('targetRevision is empty', "name a branch, tag or commit; 'HEAD' is the default branch");
}

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
