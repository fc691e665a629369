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

/** Whose signature an artifact must carry. */
export interface OciVerification {
  readonly provider: 'cosign' | 'notation';
  /** Secret with the public keys. @default - keyless: the certificate decides, see {@link identities} */
  readonly secret?: string | NamedRef;
  /** Who may have signed, with cosign and no keys: regular expressions for issuer and subject of the certificate. @default - anyone */
  readonly identities?: readonly { readonly issuer: string; readonly subject: string }[];
  /** Secret with `trusted_root.json` of an own Sigstore. @default - the public one */
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
  /** The object's name. @default - the id */
  readonly name?: string;
  /** Where the rendered tree starts in the artifact. @default '.' */
  readonly path?: string;
  /** Time between two looks at the registry. Whole seconds, at least one. @default Duration.minutes(5) */
  readonly interval?: Duration;
  /** Longest time for one fetch. Whole seconds, at least one. @default - 60 s, set by Flux */
  readonly timeout?: Duration;
  /** Secret of type `kubernetes.io/dockerconfigjson` for the registry. @default - none */
  readonly secret?: string | NamedRef;
  /** Where Flux takes credentials from when not from {@link secret}. @default 'generic' */
  readonly provider?: 'generic' | 'aws' | 'azure' | 'gcp';
  /** Service account with the workload identity or the pull secrets. @default - the controller's own */
  readonly serviceAccount?: string | NamedRef;
  /** Secret with the certificates of the registry: `ca.crt`, `tls.crt`, `tls.key`. @default - none */
  readonly certSecret?: string | NamedRef;
  /** Secret with `address`, and `username` and `password` if any, of a proxy. @default - no proxy */
  readonly proxySecret?: string | NamedRef;
  /** Allows plain HTTP. @default false */
  readonly insecure?: boolean;
  /** Which layer to take, and whether to unpack it. @default - the first layer, unpacked */
  readonly layer?: { readonly mediaType?: string; readonly operation?: 'extract' | 'copy' };
  /** @default - signatures are not looked at */
  readonly verify?: OciVerification;
  /** Files to leave out, in the form of `.gitignore`. @default - what Flux leaves out by itself */
  readonly ignore?: string;
  /** Stops fetching, until it is set back. @default false */
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
    const where = this.node.path;
    validateProps('OciRepository', where, props);
    this.path = sourcePath('OciRepository.path', where, props.path ?? '.');
    refuseUrl(where, props.url);
    refuseVerification(where, props.verify);
    const object = customObject(this, 'Resource', {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata: { name: props.name ?? id },
      spec: ociRepositorySpec(where, props),
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
  }
}

function ociRepositorySpec(where: string, props: OciRepositoryProps): Spec {
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
  const what = `url ${JSON.stringify(url)} is no OCI repository`;
  throw new ConfigError('OciRepository.url', { where, what, fix: 'use oci://registry/repository, and give tag or digest in ref' });
}

function refuseVerification(where: string, verify: OciVerification | undefined): void {
  if (verify === undefined) return;
  const keyless = (verify.identities ?? []).length > 0 || verify.trustedRootSecret !== undefined;
  if (verify.provider === 'notation' && (keyless || verify.secret === undefined)) {
    const what = 'notation verifies by a secret with its trust policy, and knows neither identities nor a trusted root';
    throw new ConfigError('OciRepository.verify', { where, what, fix: "use { provider: 'notation', secret: '…' }, or provider 'cosign'" });
  }
}

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
