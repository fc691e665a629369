import { Size } from 'cdk8s';
import { ConfigError } from '../base/config-error';
import { kibibytes, sizeQuantity } from '../base/units';
import { Mount } from '../kube/pod/mount';
import { emptyDirKibibytes } from './empty-dir';

/** NCCL and worker processes exchange data there; the 64 MiB of container runtimes are too few for more than one device (vllm#6574). */
const PER_DEVICE = Size.gibibytes(2);

/** What stays for the processes themselves. */
const HOST_MEMORY = Size.gibibytes(1);

export const SHARED_MEMORY_PATH = '/dev/shm';

/** The mount at /dev/shm: as asked for, else for more than one device, in one pod or in several. */
export function sharedMemoryMounts(where: string, asked: Size | undefined, devices: number, nodes = 1): readonly Mount[] {
  if (asked === undefined && devices * nodes <= 1) return [];
  const sizeLimit = asked ?? Size.gibibytes(PER_DEVICE.toGibibytes() * Math.max(1, devices));
  sizeQuantity('MLService.sharedMemory', where, sizeLimit);
  return [Mount.memory(SHARED_MEMORY_PATH, { sizeLimit })];
}

/** Refuses memory volumes that leave the server less than {@link HOST_MEMORY}: what is written to them counts against the memory limit. */
export function refuseLargeMemoryMounts(where: string, memory: Size, mounts: readonly Mount[]): void {
  const volumes = emptyDirKibibytes(mounts, 'Memory');
  if (volumes === 0 || volumes + kibibytes(HOST_MEMORY) <= kibibytes(memory)) return;
  const [shared, limit, rest] = [Size.kibibytes(volumes), memory, HOST_MEMORY].map((size) => sizeQuantity('MLService.memory', where, size));
  const needed = sizeQuantity('MLService.memory', where, Size.kibibytes(volumes + kibibytes(HOST_MEMORY)));
  throw new ConfigError('MLService.sharedMemory', {
    where,
    what: `shared memory and other memory volumes of ${shared} and ${rest} for the server do not fit into the memory limit of ${limit}`,
    fix: `raise memory to at least ${needed}, or set sharedMemory`,
  });
}
