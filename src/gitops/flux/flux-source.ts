import { Duration } from 'cdk8s';
import type { KustomizationSpecSourceRef } from '../../../imports/flux-kustomize';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { goDuration, wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import type { PlainSpec } from '../../kube/plain-spec';

type SourceRef = PlainSpec<KustomizationSpecSourceRef>;

/** Something that Flux fetches YAML from: a {@link GitRepository}, an {@link OciRepository}, or {@link FluxSource.existing}. */
export interface FluxSource {
  readonly kind: SourceRef['kind'];
  readonly name: string;
  readonly namespace: string;
  /** Where the rendered tree starts in what the source holds, with `/` between parts: `dist`, or `.` for its root. */
  readonly path: string;
}

export const FluxSource = checkedFactories('FluxSource', {
  /** A source that is made elsewhere: by `flux bootstrap`, or of the kinds Bucket and ExternalArtifact. */
  existing(source: FluxSource): FluxSource {
    const where = `FluxSource.existing(${JSON.stringify(source.name)})`;
    checkName('FluxSource.name', where, source.name, DNS_SUBDOMAIN);
    checkName('FluxSource.namespace', where, source.namespace, DNS_LABEL);
    return { ...source, path: sourcePath('FluxSource.path', where, source.path) };
  },
} as const);

/** A path inside a source, without `/` at its ends. Refused: paths that are absolute or lead out. */
export function sourcePath(code: string, where: string, path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || path.includes('\\') || parts.includes('..')) {
    const fix = 'use a relative path with "/", for example "dist"';
    throw new ConfigError(code, { where, what: `path ${JSON.stringify(path)} does not stay inside the source`, fix });
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

/** A path as Flux and people write it: `./dist/prod/scoring`. */
export function joinSourcePath(start: string, directory: string): string {
  return start === '.' ? directory : `${start}/${directory}`;
}

/** A duration as Flux reads it; whole seconds of at least one. */
export function fluxDuration(code: string, where: string, duration: Duration): string {
  return goDuration(wholeSeconds(code, where, duration, 1));
}

/** The same without hours: the pattern of a source's `timeout` knows only `m` and `s`. */
export function fluxMinutes(code: string, where: string, duration: Duration): string {
  const seconds = wholeSeconds(code, where, duration, 1);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${minutes > 0 ? `${minutes}m` : ''}${rest > 0 ? `${rest}s` : ''}`;
}

/** How often a source is looked at, unless told otherwise. */
export const SOURCE_INTERVAL = Duration.minutes(5);
