import { Chart, type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { GitRepositorySpec, GitRepositorySpecRef } from '../../../imports/flux-source';
import { ConfigError } from '../../base/config-error';
import { checkedFactories, validateProps } from '../../base/validate-props';
import { repositoryPath } from '../../kube/chart-directory';
import { customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { type FluxSource, fluxDuration, fluxMinutes, SOURCE_INTERVAL, sourcePath } from './flux-source';

/** The bindings know the mode as `head` alone, an old spelling: cdk8s makes one name of it and of `HEAD`. */
type Spec = Omit<PlainSpec<GitRepositorySpec>, 'verify'> & {
  readonly verify?: { readonly mode: 'HEAD' | 'Tag' | 'TagAndHEAD'; readonly secretRef: { readonly name: string } };
};

/** Another GitRepository of the same namespace whose content is copied into this one. */
export interface GitInclude {
  readonly repository: GitRepository | NamedRef;
  /** Directory in the other repository. @default - its root */
  readonly fromPath?: string;
  /** Directory in this one. @default - the other repository's name */
  readonly toPath?: string;
}

/** Whose signature a commit or tag must carry. */
export interface GitVerification {
  /** Secret with the trusted public keys, each under a key that ends in `.asc` or `.pub`. */
  readonly secret: string | NamedRef;
  /** What must be signed: the commit, the tag, or both. @default 'HEAD' */
  readonly mode?: 'HEAD' | 'Tag' | 'TagAndHEAD';
}

/** @see https://fluxcd.io/flux/components/source/gitrepositories/ */
export interface GitRepositoryProps {
  /**
   * `https://`, `http://` or `ssh://` address. Refused: other forms, such as `git@host:path` (`GitRepository.url`).
   *
   * @example 'https://github.com/acme/gitops'
   */
  readonly url: string;
  /** What to check out: `GitRef.branch('main')`. @example GitRef.branch('main') */
  readonly ref: GitRef;
  /** The object's name. @default - the id */
  readonly name?: string;
  /**
   * Where the rendered tree starts in the repository.
   *
   * @default - the `repositoryPath` of the app: `dist`
   */
  readonly path?: string;
  /** Time between two looks at the repository. Whole seconds, at least one. @default Duration.minutes(5) */
  readonly interval?: Duration;
  /** Longest time for one fetch. Whole seconds, at least one. @default - 60 s, set by Flux */
  readonly timeout?: Duration;
  /** Secret with the credentials: `username` and `password`, `bearerToken`, or `identity` and `known_hosts`. @default - none */
  readonly secret?: string | NamedRef;
  /** Where Flux takes credentials from when not from {@link secret}. @default - 'generic', set by Flux */
  readonly provider?: 'generic' | 'aws' | 'azure' | 'github';
  /** Service account with a workload identity; only with the providers `aws` and `azure`. @default - the controller's own */
  readonly serviceAccount?: string | NamedRef;
  /** Secret with `address`, and `username` and `password` if any, of a proxy. @default - no proxy */
  readonly proxySecret?: string | NamedRef;
  /** @default - signatures are not looked at */
  readonly verify?: GitVerification;
  /** Files to leave out, in the form of `.gitignore`. It replaces the file `.sourceignore`. @default - what Flux leaves out by itself */
  readonly ignore?: string;
  /** Directories to check out, and no others. Must hold {@link path}, or nothing would be applied (`GitRepository.sparseCheckout`). @default - all */
  readonly sparseCheckout?: readonly string[];
  /** @default - none */
  readonly include?: readonly GitInclude[];
  /** Whether submodules are fetched too. @default false */
  readonly recurseSubmodules?: boolean;
  /** Stops fetching, until it is set back. @default false */
  readonly suspend?: boolean;
}

/** A Git repository that Flux fetches. */
export class GitRepository extends Construct implements FluxSource {
  readonly kind = 'GitRepository';
  readonly name: string;
  readonly namespace: string;
  readonly path: string;

  constructor(scope: Construct, id: string, props: GitRepositoryProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('GitRepository', where, props);
    this.path = sourcePath('GitRepository.path', where, props.path ?? repositoryPath(this));
    refuseUrl(where, props.url);
    refuseServiceAccount(where, props);
    refuseSparseCheckout(where, this.path, props.sparseCheckout);
    const object = customObject(this, 'Resource', {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: props.name ?? id },
      spec: gitRepositorySpec(where, props),
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
  }
}

function gitRepositorySpec(where: string, props: GitRepositoryProps): Spec {
  const { timeout, verify, include = [], sparseCheckout = [] } = props;
  return {
    interval: fluxDuration('GitRepository.interval', where, props.interval ?? SOURCE_INTERVAL),
    url: props.url,
    ref: props.ref.spec,
    timeout: timeout && fluxMinutes('GitRepository.timeout', where, timeout),
    provider: props.provider,
    secretRef: reference(props.secret),
    serviceAccountName: props.serviceAccount && nameOf(props.serviceAccount),
    proxySecretRef: reference(props.proxySecret),
    verify: verify && { mode: verify.mode ?? 'HEAD', secretRef: { name: nameOf(verify.secret) } },
    ignore: props.ignore,
    sparseCheckout: sparseCheckout.length === 0 ? undefined : sparseCheckout,
    include:
      include.length === 0 ? undefined : include.map(({ repository, ...paths }) => ({ repository: { name: repository.name }, ...paths })),
    recurseSubmodules: props.recurseSubmodules,
    suspend: props.suspend,
  };
}

function reference(secret: string | NamedRef | undefined): { readonly name: string } | undefined {
  return secret === undefined ? undefined : { name: nameOf(secret) };
}

function refuseUrl(where: string, url: string): void {
  if (/^(https?|ssh):\/\/[^\s/]+\/\S+$/.test(url) && !/^https?:\/\/[^/]*:[^/]*@/.test(url)) return;
  const secret = /:\/\/[^/]*:[^/]*@/.test(url);
  throw new ConfigError('GitRepository.url', {
    where,
    what: secret ? 'the URL has a password in it, which would stand in Git' : `url ${JSON.stringify(url)} is none that Flux can fetch`,
    fix: secret ? 'put it into a Secret: secret: "git-credentials"' : 'use https://host/path or ssh://git@host/path',
  });
}

function refuseServiceAccount(where: string, { serviceAccount, provider }: GitRepositoryProps): void {
  if (serviceAccount === undefined || provider === 'aws' || provider === 'azure') return;
  throw new ConfigError('GitRepository.serviceAccount', {
    where,
    what: `a service account means nothing to the provider ${provider ?? 'generic'}`,
    fix: "use provider: 'aws' or 'azure', or leave the service account out",
  });
}

function refuseSparseCheckout(where: string, path: string, directories: readonly string[] = []): void {
  if (directories.length === 0) return;
  const inside = (parent: string): boolean =>
    parent === '.' || path === parent || path.startsWith(`${parent}/`) || parent.startsWith(`${path}/`);
  const clean = directories.map((directory) => sourcePath('GitRepository.sparseCheckout', where, directory));
  if (path === '.' || clean.some(inside)) return;
  throw new ConfigError('GitRepository.sparseCheckout', {
    where,
    what: `${directories.join(', ')} does not hold ${path}, where the rendered tree starts`,
    fix: `add "${path}"`,
  });
}

/** What Flux checks out of a Git repository: one thing, so that nothing decides silently between two. */
export interface GitRef {
  readonly spec: PlainSpec<GitRepositorySpecRef>;
}

/** @see https://fluxcd.io/flux/components/source/gitrepositories/#reference */
export const GitRef = checkedFactories('GitRef', {
  /** The newest commit of a branch. */
  branch(branch: string): GitRef {
    return { spec: { branch: refused('GitRef.branch', branch, /^(?!-)[^\s~^:?*[\\]+$/, 'a branch such as "main"') } };
  },
  /** A tag. */
  tag(tag: string): GitRef {
    return { spec: { tag: refused('GitRef.tag', tag, /^(?!-)[^\s~^:?*[\\]+$/, 'a tag such as "v1.4.0"') } };
  },
  /** The newest tag in a range of semantic versions: `>=1.0.0 <2.0.0`. */
  semver(range: string): GitRef {
    return { spec: { semver: refused('GitRef.semver', range, /^[\dxX*v^~<>=].*$/, 'a range such as ">=1.0.0 <2.0.0"') } };
  },
  /** A full reference name: `refs/pull/420/head`. */
  named(name: string): GitRef {
    return { spec: { name: refused('GitRef.named', name, /^refs\/\S+$/, 'a name such as "refs/heads/main"') } };
  },
  /**
   * One commit, by its 40 hexadecimal digits.
   *
   * @param options `branch` is the branch that holds it, which makes the fetch shallow.
   */
  commit(commit: string, options: { readonly branch?: string } = {}): GitRef {
    return {
      spec: {
        branch: options.branch,
        commit: refused('GitRef.commit', commit, /^[0-9a-f]{40}([0-9a-f]{24})?$/, 'all 40 hexadecimal digits'),
      },
    };
  },
} as const);

function refused(code: string, value: string, pattern: RegExp, fix: string): string {
  if (pattern.test(value)) return value;
  throw new ConfigError(code, { where: `${code}(${JSON.stringify(value)})`, what: 'Flux would find nothing by this', fix: `use ${fix}` });
}
