import type { Volume, VolumeMount } from '../../imports/kubernetes';
import type { SecurityProps } from './security';

/** One group for all workloads, so that those that share a claim do not take its files from one another. */
const FS_GROUP = 1000;

/**
 * The group that a pod's disks are given to: yours, else 1000 when it writes to a claim or to an ephemeral disk.
 *
 * The root directory of a new disk belongs to root, and pods do not run as root: without a group the first write would be refused. Volumes
 * that are only read keep their owner, and drivers of shared file systems may ignore the group.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod
 */
export function diskGroup(
  volumes: readonly Volume[],
  mounts: readonly VolumeMount[],
  { fsGroup, runAsUser, exceptions }: SecurityProps = {},
): number | undefined {
  if (fsGroup !== undefined) return fsGroup;
  if (exceptions?.runAsRoot !== undefined && (runAsUser ?? 0) === 0) return undefined;
  const written = new Set(mounts.filter(({ readOnly }) => readOnly !== true).map(({ name }) => name));
  return volumes.some((volume) => isDisk(volume) && written.has(volume.name)) ? FS_GROUP : undefined;
}

function isDisk({ persistentVolumeClaim, ephemeral }: Volume): boolean {
  return ephemeral !== undefined || (persistentVolumeClaim !== undefined && persistentVolumeClaim.readOnly !== true);
}
