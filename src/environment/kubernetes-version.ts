import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import type { KubernetesFeature } from '../kube/kubernetes-features';
import { Environment } from './environment';

/** A feature that a construct cannot do without. */
export interface NeededFeature {
  readonly feature: KubernetesFeature;
  /** What to do on older clusters. */
  readonly instead: string;
}

/** Refuses a feature that the oldest cluster of the environment lacks, under `code`. Where nobody said how old it is, nothing is refused. */
export function requireKubernetes(code: string, construct: Construct, { feature, instead }: NeededFeature): void {
  const oldest = Environment.of(construct)?.kubernetes;
  if (oldest === undefined || minor(oldest) >= feature.on) return;
  throw new ConfigError(code, {
    where: construct.node.path,
    what: `Kubernetes has ${feature.title} since 1.${feature.on}, and the environment has clusters of ${oldest}`,
    fix: instead,
  });
}

function minor(version: string): number {
  return Number(version.slice('1.'.length));
}
