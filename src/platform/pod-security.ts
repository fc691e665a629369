import { ConfigError } from '../base/config-error';

/** How much a pod may do to its node. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** The Pod Security Standards of a namespace, by what happens to a pod that does not meet them. */
export interface PodSecurityLevels {
  /** Such pods are refused. @default 'restricted' */
  readonly enforce?: PodSecurityLevel;
  /** Such pods are noted in the audit log. @default 'restricted' */
  readonly audit?: PodSecurityLevel;
  /** Whoever applies such a pod is warned. @default 'restricted' */
  readonly warn?: PodSecurityLevel;
  /** The Kubernetes version whose standards hold: `latest`, or `v1.36`. @default 'latest' */
  readonly version?: string;
}

const LEVELS: readonly string[] = ['restricted', 'baseline', 'privileged'];
const PREFIX = 'pod-security.kubernetes.io';

/** The labels that the Pod Security admission reads. Always written out: a cluster's own default may be anything. */
export function podSecurityLabels(where: string, levels: PodSecurityLevels = {}): Record<string, string> {
  const version = levels.version ?? 'latest';
  if (!/^(latest|v1\.[0-9]{1,3})$/.test(version)) {
    const what = `the version ${JSON.stringify(version)} is no Kubernetes version`;
    throw new ConfigError('TeamNamespace.podSecurity', { where, what, fix: 'use "latest", or for example "v1.36"' });
  }
  const labels = (['enforce', 'audit', 'warn'] as const).flatMap((mode): [string, string][] => {
    const level = levels[mode] ?? 'restricted';
    refuseLevel(where, mode, level);
    return [
      [`${PREFIX}/${mode}`, level],
      [`${PREFIX}/${mode}-version`, version],
    ];
  });
  return Object.fromEntries(labels);
}

function refuseLevel(where: string, mode: string, level: string): void {
  if (LEVELS.includes(level)) return;
  const what = `${mode} is ${JSON.stringify(level)}`;
  throw new ConfigError('TeamNamespace.podSecurity', { where, what, fix: `use ${LEVELS.join(', ')}` });
}
