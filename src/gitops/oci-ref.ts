import type { OciRepositorySpecRef } from '../../imports/flux-source';
import { ConfigError } from '../base/config-error';
import { checkedFactories } from '../base/validate-props';
import type { PlainSpec } from '../kube/plain-spec';

/** Which artifact of an OCI repository Flux fetches. */
export interface OciRef {
  readonly spec: PlainSpec<OciRepositorySpecRef>;
}

/** @see https://fluxcd.io/flux/components/source/ocirepositories/#reference */
export const OciRef = checkedFactories('OciRef', {
  /** A tag, which may move. */
  tag(tag: string): OciRef {
    return { spec: { tag: refused('OciRef.tag', tag, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, 'a tag such as "prod"') } };
  },
  /**
   * The newest tag in a range of semantic versions.
   *
   * @param options `filter` is a regular expression that tags must match first.
   */
  semver(range: string, options: { readonly filter?: string } = {}): OciRef {
    const semver = refused('OciRef.semver', range, /^[\dxX*v^~<>=].*$/, 'a range such as ">=1.0.0 <2.0.0"');
    return { spec: { semver, semverFilter: options.filter } };
  },
  /** One artifact indefinitely, by its digest. */
  digest(digest: string): OciRef {
    return { spec: { digest: refused('OciRef.digest', digest, /^sha256:[a-f0-9]{64}$/, '"sha256:" and 64 hexadecimal digits') } };
  },
} as const);

function refused(code: string, value: string, pattern: RegExp, fix: string): string {
  if (pattern.test(value)) return value;
  throw new ConfigError(code, { where: `${code}(${JSON.stringify(value)})`, what: 'Flux would find nothing by this', fix: `use ${fix}` });
}
