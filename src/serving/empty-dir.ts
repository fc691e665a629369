import type { Mount } from '../kube/pod/mount';

const UNITS: Readonly<Record<string, number>> = { Ki: 1, Mi: 1024, Gi: 1024 ** 2, Ti: 1024 ** 3, Pi: 1024 ** 4 };

/** The limits of all emptyDir volumes of one medium, in KiB. A volume without a limit in binary units counts nothing. */
export function emptyDirKibibytes(mounts: readonly Mount[], medium: 'Memory' | 'disk'): number {
  const limits = new Map<string, number>();
  for (const { name, path, source } of mounts) {
    const { emptyDir } = source;
    if (emptyDir === undefined || (emptyDir.medium === 'Memory') !== (medium === 'Memory')) continue;
    limits.set(name ?? path, kibibytesOf(`${emptyDir.sizeLimit ?? ''}`));
  }
  return [...limits.values()].reduce((sum, limit) => sum + limit, 0);
}

function kibibytesOf(quantity: string): number {
  const match = /^([0-9]+)(Ki|Mi|Gi|Ti|Pi)$/.exec(quantity);
  return match === null ? 0 : Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
}
