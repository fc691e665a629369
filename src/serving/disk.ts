import { Size } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { kibibytes, sizeQuantity } from '../base/units';
import type { Mount } from '../kube/pod/mount';
import { emptyDirKibibytes } from './empty-dir';

/** Logs and the writable layers. */
const LOGS = Size.gibibytes(1);

/**
 * The ephemeral storage of a pod: what its volumes on disk may hold, and room for logs.
 *
 * Without a request the scheduler puts a model on a node that cannot hold it, and the kubelet evicts the pod half-way (kserve#3792).
 */
export function ephemeralStorage(where: string, asked: Size | undefined, mounts: readonly Mount[]): Size {
  const needed = Size.kibibytes(emptyDirKibibytes(mounts, 'disk') + kibibytes(LOGS));
  if (asked === undefined || kibibytes(asked) >= kibibytes(needed)) return asked ?? needed;
  const code = 'MLService.ephemeralStorage';
  const [found, least] = [sizeQuantity(code, where, asked), sizeQuantity(code, where, needed)];
  throw new ConfigError(code, {
    where,
    what: `ephemeral storage of ${found} is less than the scratch volumes and ${sizeQuantity(code, where, LOGS)} for logs, ${least}`,
    fix: 'leave ephemeralStorage out, or lower scratch',
  });
}
