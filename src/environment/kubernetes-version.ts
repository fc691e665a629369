import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { Environment } from './environment';

/** Something that Kubernetes has since a minor version. */
export interface Feature {
  /** `image volumes`. */
  readonly title: string;
  /** The first version that has it without further ado: `1.35`. */
  readonly since: string;
  /** What to do on older clusters. */
  readonly instead: string;
}

/** Refuses a feature that the oldest cluster of the environment lacks, under `code`. Where nobody said how old it is, nothing is refused. */
export function requireKubernetes(code: string, construct: Construct, { title, since, instead }: Feature): void {
  const oldest = Environment.of(construct)?.kubernetes;
  if (oldest === undefined || minor(oldest) >= minor(since)) return;
  throw new ConfigError(code, {
    where: construct.node.path,
    what: `Kubernetes has ${title} since ${since}, and the environment has clusters of ${oldest}`,
    fix: instead,
  });
}

function minor(version: string): number {
  return Number(version.slice('1.'.length));
}
