import { Chart, type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { OciRepositorySpec, OciRepositorySpecRef } from '../../../imports/flux-source';
import { ConfigError } from '../../base/config-error';
import { checkedFactories, validateProps } from '../../base/validate-props';
import { customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { type FluxSource, fluxDuration, fluxMinutes, SOURCE_INTERVAL, sourcePath } from './flux-source';

type Spec = PlainSpec<OciRepositorySpec>;

/** The signature that an artifact must have. */
export interface OciVerification {
  /** The tool that signed the artifact. */
  readonly provider: 'cosign' | 'notation';
  /** Secret with the public keys: `'cosign-keys'`. @default - keyless: the certificate decides, see {@link identities} */
  readonly secret?: string | NamedRef;
  /** Accepted signers of keyless cosign: regular expressions for issuer and subject of the certificate. @default - anyone */
  readonly identities?: readonly { readonly issuer: string; readonly subject: string }[];
  /** Secret with `trusted_root.json` of a private Sigstore: `'sigstore-root'`. @default - the public Sigstore */
  readonly trustedRootSecret?: string | NamedRef;
}

/** @see https://fluxcd.io/flux/components/source/ocirepositories/ */
export interface OciRepositoryProps {
  /**
   * `oci://registry/repository`, without tag. Refused: anything else (`OciRepository.url`).
   *
   * @example 'oci://ghcr.io/acme/gitops'
   */
  readonly url: string;
  /** Which artifact: `OciRef.tag('prod')`. @example OciRef.tag('prod') */
  readonly ref: OciRef;
  /** The object's name: `'gitops'`. @default - the id */
  readonly name?: string;
  /** Directory of the rendered tree in the artifact: `'dist'` (`OciRepository.path`). @default '.' */
  readonly path?: string;
  /** Time between two fetches: `Duration.minutes(1)`. Whole seconds, at least 1. @default Duration.minutes(5) */
  readonly interval?: Duration;
  /** Maximum time of one fetch: `Duration.minutes(2)`. Whole seconds, at least 1. @default - 60 s, set by Flux */
  readonly timeout?: Duration;
  /** Secret of type `kubernetes.io/dockerconfigjson` for the registry: `'registry'`. @default - none */
  readonly secret?: string | NamedRef;
  /** Source of credentials other than {@link secret}: `'aws'`. @default 'generic' */
  readonly provider?: 'generic' | 'aws' | 'azure' | 'gcp';
  /** Service account with a workload identity or pull secrets: `'flux'`. @default - the controller's own */
  readonly serviceAccount?: string | NamedRef;
  /** Secret with certificates of the registry (`ca.crt`, `tls.crt`, `tls.key`): `'registry-ca'`. @default - none */
  readonly certSecret?: string | NamedRef;
  /** Secret of a proxy, with `address` and optionally `username` and `password`: `'proxy'`. @default - no proxy */
  readonly proxySecret?: string | NamedRef;
  /** Allows plain HTTP. @default false */
  readonly insecure?: boolean;
  /** The layer to use, and whether to unpack it: `{ operation: 'copy' }`. @default - the first layer, unpacked */
  readonly layer?: { readonly mediaType?: string; readonly operation?: 'extract' | 'copy' };
  /** Verify signatures: `{ provider: 'cosign', secret: 'cosign-keys' }` (`OciRepository.verify`). @default - not verified */
  readonly verify?: OciVerification;
  /** Files to exclude, in `.gitignore` syntax: `'*.md'`. @default - what Flux excludes */
  readonly ignore?: string;
  /** Stops fetching until it is `false` again. @default false */
  readonly suspend?: boolean;
}

/** An OCI artifact that Flux fetches. */
export class OciRepository extends Construct implements FluxSource {
  readonly kind = 'OCIRepository';
  readonly name: string;
  readonly namespace: string;
  readonly path: string;

  constructor(scope: Construct, id: string, props: OciRepositoryProps) {
    super(scope, id);
    const { name, path, spec } = resolveOciRepository(this.node.path, id, props);
    this.path = path;
    const object = customObject(this, 'Resource', {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata: { name },
      spec,
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
  }
}

function resolveOciRepository(where: string, id: string, props: OciRepositoryProps): { name: string; path: string; spec: Spec } {
  validateProps('OciRepository', where, props);
  const path = sourcePath('OciRepository.path', where, props.path ?? '.');
  refuseUrl(where, props.url);
  refuseVerification(where, props.verify);
  return { name: props.name ?? id, path, spec: resolveSpec(where, props) };
}

function resolveSpec(where: string, props: OciRepositoryProps): Spec {
  return {
    interval: fluxDuration('OciRepository.interval', where, props.interval ?? SOURCE_INTERVAL),
    url: props.url,
    ref: props.ref.spec,
    timeout: props.timeout && fluxMinutes('OciRepository.timeout', where, props.timeout),
    provider: props.provider,
    secretRef: reference(props.secret),
    serviceAccountName: props.serviceAccount && nameOf(props.serviceAccount),
    certSecretRef: reference(props.certSecret),
    proxySecretRef: reference(props.proxySecret),
    insecure: props.insecure,
    layerSelector: props.layer,
    verify: props.verify && verifySpec(props.verify),
    ignore: props.ignore,
    suspend: props.suspend,
  };
}

function verifySpec(verify: OciVerification): NonNullable<Spec['verify']> {
  const { provider, identities = [] } = verify;
  return {
    provider,
    secretRef: reference(verify.secret),
    matchOIDCIdentity: identities.length === 0 ? undefined : identities,
    trustedRootSecretRef: reference(verify.trustedRootSecret),
  };
}

function reference(secret: string | NamedRef | undefined): { readonly name: string } | undefined {
  return secret === undefined ? undefined : { name: nameOf(secret) };
}

function refuseUrl(where: string, url: string): void {
  if (/^oci:\/\/[^\s/@]+(\/[a-z0-9._-]+)+$/.test(url)) return;
  const what = `invalid url ${JSON.stringify(url)}`;
  throw new ConfigError('OciRepository.url', { where, what, fix: 'use oci://registry/repository, with tag or digest in `ref`' });
}

function refuseVerification(where: string, verify: OciVerification | undefined): void {
  if (verify === undefined) return;
  const keyless = (verify.identities ?? []).length > 0 || verify.trustedRootSecret !== undefined;
  if (verify.provider === 'notation' && (keyless || verify.secret === undefined)) {
    const what = 'notation requires a secret with its trust policy and does not support identities or a trusted root';
    throw new ConfigError('OciRepository.verify', { where, what, fix: "use { provider: 'notation', secret: '…' } or provider 'cosign'" });
  }
}

/** The artifact of an OCI repository that Flux fetches. Made by {@link OciRef}. */
export interface OciRef {
  readonly spec: PlainSpec<OciRepositorySpecRef>;
}

/** References of an OCI repository. @see https://fluxcd.io/flux/components/source/ocirepositories/#reference */
export const OciRef = checkedFactories('OciRef', {
  /** A tag, which can move: `OciRef.tag('prod')`. */
  tag(tag: string): OciRef {
    return { spec: { tag: refused('OciRef.tag', tag, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, 'a tag such as "prod"') } };
  },
  /**
   * The highest tag in a range of semantic versions: `OciRef.semver('>=1.0.0')`.
   *
   * @param options `filter` is a regular expression that tags must match first.
   */
  semver(range: string, options: { readonly filter?: string } = {}): OciRef {
    const semver = refused('OciRef.semver', range, /^[\dxX*v^~<>=].*$/, 'a range such as ">=1.0.0 <2.0.0"');
    return { spec: { semver, semverFilter: options.filter } };
  },
  /** One fixed artifact, by digest: `OciRef.digest('sha256:…')`. */
  digest(digest: string): OciRef {
    return { spec: { digest: refused('OciRef.digest', digest, /^sha256:[a-f0-9]{64}$/, '"sha256:" and 64 hexadecimal digits') } };
  },
} as const);

function refused(code: string, value: string, pattern: RegExp, fix: string): string {
  if (pattern.test(value)) return value;
  throw new ConfigError(code, { where: `${code}(${JSON.stringify(value)})`, what: 'not a valid OCI reference', fix: `use ${fix}` });
}
