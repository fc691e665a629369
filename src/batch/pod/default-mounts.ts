import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { kibibytes, sizeQuantity } from '../../base/units';
import type { Accelerator } from '../../kube/devices/accelerator';
import { Mount } from '../../kube/pod/mount';

const SHARED_MEMORY = '/dev/shm';
const TEMPORARY = '/tmp';

/** Room that a job needs beside its own data. */
export interface DefaultMountsProps {
  /**
   * Disk at /tmp: the root file system is read-only, and most programs write temporary files.
   *
   * Refused beside a mount of your own at /tmp (`BatchJob.mounts`).
   *
   * @default Size.gibibytes(1)
   */
  readonly scratch?: Size;
  /**
   * Memory at /dev/shm, counted inside the memory limit. Data loaders and NCCL exhaust the 64 MiB that container runtimes give.
   *
   * Refused beside a mount of your own at /dev/shm (`BatchJob.mounts`), and when nothing of the memory is left (`BatchJob.memory`).
   *
   * @default - half of the memory for more than one device, else what the container runtime gives
   */
  readonly sharedMemory?: Size;
}

interface PodRoom extends DefaultMountsProps {
  readonly accelerator?: Accelerator;
  readonly memory: Size;
  readonly mounts?: readonly Mount[];
}

/** The mounts that every job gets, less those whose place the user's own mounts take. */
export function defaultMounts(where: string, props: PodRoom): readonly Mount[] {
  const taken = new Set(props.mounts?.map((mount) => mount.path));
  refuseTwice(where, taken, { [TEMPORARY]: props.scratch, [SHARED_MEMORY]: props.sharedMemory });
  const half = (props.accelerator?.count ?? 0) > 1 ? Size.kibibytes(Math.floor(kibibytes(props.memory) / 2)) : undefined;
  const shared = props.sharedMemory ?? half;
  const mounts = [
    Mount.scratch(TEMPORARY, { sizeLimit: props.scratch ?? Size.gibibytes(1) }),
    ...(shared === undefined ? [] : [Mount.memory(SHARED_MEMORY, { sizeLimit: shared })]),
  ];
  return mounts.filter((mount) => !taken.has(mount.path));
}

function refuseTwice(where: string, taken: ReadonlySet<string>, asked: Readonly<Record<string, Size | undefined>>): void {
  for (const [path, size] of Object.entries(asked)) {
    if (size === undefined || !taken.has(path)) continue;
    const prop = path === TEMPORARY ? 'scratch' : 'sharedMemory';
    throw new ConfigError('BatchJob.mounts', { where, what: `both ${prop} and a mount take ${path}`, fix: `remove one of the two` });
  }
}

/** Refuses mounts in memory that leave nothing of the memory limit to the processes: what is written there counts against it. */
export function refuseMemoryMounts(where: string, memory: Size, mounts: readonly Mount[]): void {
  const used = emptyDirKibibytes(mounts, 'Memory');
  if (used < kibibytes(memory) || used === 0) return;
  const [taken, limit] = [Size.kibibytes(used), memory].map((size) => sizeQuantity('BatchJob.memory', where, size));
  throw new ConfigError('BatchJob.memory', {
    where,
    what: `mounts in memory may take ${taken}, and the memory limit is ${limit}`,
    fix: 'raise memory, or set sharedMemory: what is written to such a mount counts against the limit',
  });
}

/** Logs and the writable layer. */
const LOGS = Size.gibibytes(1);

/**
 * The disk that a pod asks for: what its scratch mounts may hold, and room for logs.
 *
 * A pod that asks for less is put on a node that cannot hold its files, and evicted half-way.
 */
export function ephemeralStorage(where: string, asked: Size | undefined, mounts: readonly Mount[]): Size {
  const needed = Size.kibibytes(emptyDirKibibytes(mounts, 'disk') + kibibytes(LOGS));
  if (asked === undefined || kibibytes(asked) >= kibibytes(needed)) return asked ?? needed;
  const [found, least] = [asked, needed].map((size) => sizeQuantity('BatchJob.ephemeralStorage', where, size));
  const what = `ephemeral storage of ${found} is less than the scratch mounts and 1Gi for logs, ${least}`;
  throw new ConfigError('BatchJob.ephemeralStorage', { where, what, fix: 'leave ephemeralStorage out, or lower scratch' });
}

const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** What the emptyDir mounts of one kind may hold together; each volume counts once, however often it is mounted. */
function emptyDirKibibytes(mounts: readonly Mount[], medium: 'Memory' | 'disk'): number {
  const limits = new Map<string, number>();
  for (const { name, path, source } of mounts) {
    if (source.emptyDir === undefined || (source.emptyDir.medium === 'Memory') !== (medium === 'Memory')) continue;
    const match = /^([0-9]+)([KMGTP]i)$/.exec(`${source.emptyDir.sizeLimit}`);
    limits.set(name ?? path, match === null ? 0 : Number(match[1]) * 1024 ** UNITS.indexOf(match[2] ?? 'Ki'));
  }
  return [...limits.values()].reduce((sum, limit) => sum + limit, 0);
}
