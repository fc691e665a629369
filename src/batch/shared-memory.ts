import { Size } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { kibibytes, sumSizes } from '../base/units';
import { Mount } from '../kube/mount';
import type { PodProps } from '../kube/pod';

const PATH = '/dev/shm';

/**
 * Shared memory for a job on several GPUs: half of its memory at `/dev/shm`, unless it mounts something there itself.
 *
 * Container runtimes give 64 MiB, which the data loaders and NCCL of a multi-GPU job exhaust.
 */
export function sharedMemory(props: Pick<PodProps, 'accelerator' | 'memory' | 'mounts'>): readonly Mount[] {
  if ((props.accelerator?.count ?? 0) < 2 || props.mounts?.some((mount) => mount.path === PATH)) return [];
  return [Mount.memory(PATH, { sizeLimit: Size.kibibytes(Math.floor(kibibytes(props.memory) / 2)), name: 'shared-memory' })];
}

/** Refuses mounts in memory that leave nothing of the memory limit to the processes: what is written there counts against it. */
export function refuseMemoryMounts(where: string, memory: Size, mounts: readonly Mount[] = []): void {
  const used = kibibytes(sumSizes(...mounts.map(memorySize)));
  if (used < kibibytes(memory)) return;
  throw new ConfigError('BatchJob.memory', {
    where,
    what: `mounts in memory take ${used} KiB, and the memory limit is ${kibibytes(memory)} KiB`,
    fix: 'raise memory: what is written to such a mount counts against it',
  });
}

const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

function memorySize(mount: Mount): Size {
  const { medium, sizeLimit } = mount.source.emptyDir ?? {};
  const match = medium === 'Memory' ? /^([0-9]+)([KMGTP]i)$/.exec(`${sizeLimit}`) : null;
  return Size.kibibytes(match === null ? 0 : Number(match[1]) * 1024 ** UNITS.indexOf(match[2] ?? 'Ki'));
}
