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

/** The bindings have only the deprecated spelling `head`, because cdk8s gives it and `HEAD` the same name. */
type Spec = Omit<PlainSpec<GitRepositorySpec>, 'verify'> & {
  readonly verify?: { readonly mode: 'HEAD' | 'Tag' | 'TagAndHEAD'; readonly secretRef: { readonly name: string } };
};

/** Another GitRepository of the same namespace, copied into this one. */
export interface GitInclude {
  /** The other repository. @example shared */
  readonly repository: GitRepository | NamedRef;
  /** Directory in the other repository: `'charts'`. @default - its root */
  readonly fromPath?: string;
  /** Directory in this one: `'vendor'`. @default - the other repository's name */
  readonly toPath?: string;
}

/** The signature that a commit or tag must have. */
export interface GitVerification {
  /** Secret with the trusted public keys, under keys that end in `.asc` or `.pub`. @example 'git-signers' */
  readonly secret: string | NamedRef;
  /** What must be signed: the commit (`'HEAD'`), the tag, or both. @default 'HEAD' */
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
  /** The object's name: `'gitops'`. @default - the id */
  readonly name?: string;
  /**
   * Directory of the rendered tree in the repository: `'clusters/ml'` (`GitRepository.path`).
   *
   * @default - the `repositoryPath` of the app: `dist`
   */
  readonly path?: string;
  /** Time between two fetches: `Duration.minutes(1)`. Whole seconds, at least 1. @default Duration.minutes(5) */
  readonly interval?: Duration;
  /** Maximum time of one fetch: `Duration.minutes(2)`. Whole seconds, at least 1. @default - 60 s, set by Flux */
  readonly timeout?: Duration;
  /** Secret with credentials: `username` and `password`, `bearerToken`, or `identity` and `known_hosts`: `'git-credentials'`. @default - none */
  readonly secret?: string | NamedRef;
  /** Source of credentials other than {@link secret}: `'github'`. @default - 'generic', set by Flux */
  readonly provider?: 'generic' | 'aws' | 'azure' | 'github';
  /** Service account with a workload identity: `'flux'`. Only for the providers `aws` and `azure` (`GitRepository.serviceAccount`). @default - the controller's own */
  readonly serviceAccount?: string | NamedRef;
  /** Secret of a proxy, with `address` and optionally `username` and `password`: `'proxy'`. @default - no proxy */
  readonly proxySecret?: string | NamedRef;
  /** Verify signatures: `{ secret: 'git-signers' }`. @default - not verified */
  readonly verify?: GitVerification;
  /** Files to exclude, in `.gitignore` syntax: `'/*\n!/dist'`. Replaces the file `.sourceignore`. @default - what Flux excludes */
  readonly ignore?: string;
  /** Directories to check out: `['dist']`. Must include {@link path} (`GitRepository.sparseCheckout`). @default - all */
  readonly sparseCheckout?: readonly string[];
  /** Repositories to copy into this one: `[{ repository: shared }]`. @default - none */
  readonly include?: readonly GitInclude[];
  /** Also fetches submodules. @default false */
  readonly recurseSubmodules?: boolean;
  /** Stops fetching until it is `false` again. @default false */
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
    const { name, path, spec } = resolveGitRepository(this, id, props);
    this.path = path;
    const object = customObject(this, 'Resource', {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name },
      spec,
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
  }
}

function resolveGitRepository(construct: Construct, id: string, props: GitRepositoryProps): { name: string; path: string; spec: Spec } {
  const where = construct.node.path;
  validateProps('GitRepository', where, props);
  const path = sourcePath('GitRepository.path', where, props.path ?? repositoryPath(construct));
  refuseUrl(where, props.url);
  refuseServiceAccount(where, props);
  refuseSparseCheckout(where, path, props.sparseCheckout);
  return { name: props.name ?? id, path, spec: resolveSpec(where, props) };
}

function resolveSpec(where: string, props: GitRepositoryProps): Spec {
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
    what: secret ? '`url` contains a password, which would be committed to Git' : `invalid url ${JSON.stringify(url)}`,
    fix: secret ? 'move it to a Secret: secret: "git-credentials"' : 'use https://host/path or ssh://git@host/path',
  });
}

function refuseServiceAccount(where: string, { serviceAccount, provider }: GitRepositoryProps): void {
  if (serviceAccount === undefined || provider === 'aws' || provider === 'azure') return;
  throw new ConfigError('GitRepository.serviceAccount', {
    where,
    what: `\`serviceAccount\` is not supported by provider "${provider ?? 'generic'}"`,
    fix: "use provider: 'aws' or 'azure', or remove `serviceAccount`",
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
    what: `\`sparseCheckout\` ${directories.join(', ')} does not include ${path}, the rendered tree`,
    fix: `add "${path}"`,
  });
}

/** What Flux checks out of a Git repository. Made by {@link GitRef}. */
export interface GitRef {
  readonly spec: PlainSpec<GitRepositorySpecRef>;
}

/** References of a Git repository. @see https://fluxcd.io/flux/components/source/gitrepositories/#reference */
export const GitRef = checkedFactories('GitRef', {
  /** The latest commit of a branch: `GitRef.branch('main')`. */
  branch(branch: string): GitRef {
    return { spec: { branch: refused('GitRef.branch', branch, /^(?!-)[^\s~^:?*[\\]+$/, 'a branch such as "main"') } };
  },
  /** A tag: `GitRef.tag('v1.4.0')`. */
  tag(tag: string): GitRef {
    return { spec: { tag: refused('GitRef.tag', tag, /^(?!-)[^\s~^:?*[\\]+$/, 'a tag such as "v1.4.0"') } };
  },
  /** The highest tag in a range of semantic versions: `GitRef.semver('>=1.0.0 <2.0.0')`. */
  semver(range: string): GitRef {
    return { spec: { semver: refused('GitRef.semver', range, /^[\dxX*v^~<>=].*$/, 'a range such as ">=1.0.0 <2.0.0"') } };
  },
  /** A full reference name: `GitRef.named('refs/pull/420/head')`. */
  named(name: string): GitRef {
    return { spec: { name: refused('GitRef.named', name, /^refs\/\S+$/, 'a name such as "refs/heads/main"') } };
  },
  /**
   * One commit, by its 40 hexadecimal digits.
   *
   * @param options `branch` is the branch that contains it, for a shallow fetch.
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
  throw new ConfigError(code, { where: `${code}(${JSON.stringify(value)})`, what: 'not a valid Git reference', fix: `use ${fix}` });
}
