import { Duration } from 'cdk8s';
import type { KustomizationSpecSourceRef } from '../../../imports/flux-kustomize';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { goDuration, wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import type { PlainSpec } from '../../kube/plain-spec';

type SourceRef = PlainSpec<KustomizationSpecSourceRef>;

/** A source of YAML for Flux: a {@link GitRepository}, an {@link OciRepository}, or {@link FluxSource.existing}. */
export interface FluxSource {
  readonly kind: SourceRef['kind'];
  readonly name: string;
  readonly namespace: string;
  /** Directory of the rendered tree in the source, with `/` as separator: `'dist'`, or `'.'` for its root. @example 'dist' */
  readonly path: string;
}

/** Sources that are made elsewhere. */
export const FluxSource = checkedFactories('FluxSource', {
  /** A source that is made elsewhere, for example by `flux bootstrap`, or of kind Bucket or ExternalArtifact. */
  existing(source: FluxSource): FluxSource {
    const where = `FluxSource.existing(${JSON.stringify(source.name)})`;
    checkName('FluxSource.name', where, source.name, DNS_SUBDOMAIN);
    checkName('FluxSource.namespace', where, source.namespace, DNS_LABEL);
    return { ...source, path: sourcePath('FluxSource.path', where, source.path) };
  },
} as const);

/** A path inside a source, without `/` at its ends. Absolute paths and paths that leave the source are refused. */
export function sourcePath(code: string, where: string, path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || path.includes('\\') || parts.includes('..')) {
    const fix = 'use a relative path with "/", for example "dist"';
    throw new ConfigError(code, { where, what: `path ${JSON.stringify(path)} is not inside the source`, fix });
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

/** The path of a directory below the start of the rendered tree: `dist/prod/scoring`. */
export function joinSourcePath(start: string, directory: string): string {
  return start === '.' ? directory : `${start}/${directory}`;
}

/** A duration as Flux reads it. Whole seconds, at least 1. */
export function fluxDuration(code: string, where: string, duration: Duration): string {
  return goDuration(wholeSeconds(code, where, duration, 1));
}

/** The same without hours: the pattern of a source's `timeout` allows only `m` and `s`. */
export function fluxMinutes(code: string, where: string, duration: Duration): string {
  const seconds = wholeSeconds(code, where, duration, 1);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${minutes > 0 ? `${minutes}m` : ''}${rest > 0 ? `${rest}s` : ''}`;
}

/** Default time between two fetches of a source. */
export const SOURCE_INTERVAL = Duration.minutes(5);
