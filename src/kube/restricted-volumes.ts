import type { Volume } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';

/**
 * Kinds of volumes that the restricted Pod Security Standard lets in.
 *
 * The page does not name `image`, and the admission of Kubernetes 1.35 lets it in.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const RESTRICTED_VOLUMES: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** Refuses volumes that reach around the storage of the cluster, such as the node's own directories, unless somebody said why. */
export function refuseUnrestrictedVolumes(code: string, where: string, volumes: readonly Volume[], reason: string | undefined): void {
  if (reason !== undefined) return;
  for (const { name, ...source } of volumes) {
    const kind = Object.keys(source).find((key) => !RESTRICTED_VOLUMES.has(key));
    if (kind === undefined) continue;
    throw new ConfigError(code, {
      where,
      what: `the volume "${name}" is of the kind ${kind}, which namespaces of the restricted standard refuse`,
      fix: 'mount a claim or a CSI volume, or say why: security: { exceptions: { unrestrictedVolumes: "<reason>" } }',
    });
  }
}
