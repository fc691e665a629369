import type { GitRepositorySpecRef } from '../../imports/flux-source';
import { ConfigError } from '../base/config-error';
import { checkedFactories } from '../base/validate-props';
import type { PlainSpec } from '../kube/plain-spec';

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
