import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { kibibytes, sizeQuantity, sumSizes } from '../../base/units';
import { Mount } from './mount';

/** The root file system of our containers is read-only; most programs write temporary files here. */
export const TEMPORARY_DIRECTORY = '/tmp';

export const SHARED_MEMORY_DIRECTORY = '/dev/shm';

/** What a construct decides about the storage of its pods, with defaults applied. */
export interface StorageDesign {
  /** Prefix of every error code: `MLService`. */
  readonly code: string;
  /** The construct's path. */
  readonly where: string;
  /** Mounts that the construct adds, such as a model cache. */
  readonly mounts?: readonly Mount[];
  /** Disk at /tmp. */
  readonly scratch: Size;
  /** Memory at /dev/shm. @default - the 64 MiB of the container runtime */
  readonly sharedMemory?: Size;
  /** Memory that must be left for the processes: what is written to memory volumes counts against the memory limit. */
  readonly processMemory: Size;
  /** Disk that others fill in the pod, such as an operator that fetches a model. @default - none */
  readonly otherDisk?: Size;
  /** The prop whose code names a memory limit that is too small. */
  readonly memoryProp: 'memory' | 'sharedMemory';
  /** Paths that a user's mount must not take, each with the prop that sets it: `{ '/tmp': 'scratch: Size.gibibytes(16)' }`. */
  readonly taken?: Readonly<Record<string, string>>;
}

/** The props of a pod that concern storage. */
export interface StorageProps {
  readonly memory: Size;
  readonly mounts?: readonly Mount[];
  readonly ephemeralStorage?: Size;
}

/** Storage of a pod: the mounts that the construct adds, and the disk that the pod requests. */
export interface PodStorage {
  /** Without those whose path a user's mount takes. */
  readonly mounts: readonly Mount[];
  readonly ephemeralStorage: Size;
}

/** Adds scratch space and shared memory to a pod, and checks their sums against the memory limit and the disk request. */
export function resolveStorage(design: StorageDesign, { memory, mounts = [], ephemeralStorage }: StorageProps): PodStorage {
  const { code, where, scratch, sharedMemory } = design;
  refuseTakenPaths(design, mounts);
  sizeQuantity(`${code}.scratch`, where, scratch);
  if (sharedMemory !== undefined) sizeQuantity(`${code}.sharedMemory`, where, sharedMemory);
  const paths = new Set(mounts.map(({ path }) => path));
  const own = [
    ...(design.mounts ?? []),
    Mount.scratch(TEMPORARY_DIRECTORY, { sizeLimit: scratch }),
    ...(sharedMemory === undefined ? [] : [Mount.memory(SHARED_MEMORY_DIRECTORY, { sizeLimit: sharedMemory })]),
  ].filter(({ path }) => !paths.has(path));
  const all = [...own, ...mounts];
  refuseLargeMemoryVolumes(design, memory, all);
  return { mounts: own, ephemeralStorage: diskRequest(design, ephemeralStorage, all) };
}

function refuseTakenPaths({ code, where, taken = {} }: StorageDesign, mounts: readonly Mount[]): void {
  for (const { path } of mounts) {
    const prop = taken[path.replace(/(?<=.)\/+$/, '')];
    if (prop === undefined) continue;
    throw new ConfigError(`${code}.mounts`, {
      where,
      what: `mount path ${path} is already in use`,
      fix: `remove the mount and use ${prop}`,
    });
  }
}

function refuseLargeMemoryVolumes({ code, where, processMemory, memoryProp }: StorageDesign, memory: Size, mounts: readonly Mount[]): void {
  const volumes = emptyDirSize(mounts, 'Memory');
  const needed = sumSizes(volumes, processMemory);
  if (kibibytes(volumes) === 0 || kibibytes(needed) <= kibibytes(memory)) return;
  const quantity = (size: Size) => sizeQuantity(`${code}.memory`, where, size);
  throw new ConfigError(`${code}.${memoryProp}`, {
    where,
    what: `memory volumes of ${quantity(volumes)} and ${quantity(processMemory)} for the processes exceed the memory limit of ${quantity(memory)}`,
    fix: `raise memory to at least ${quantity(needed)}, or lower the size of the memory volumes`,
  });
}

/** For logs and the writable layers. */
const LOGS = Size.gibibytes(1);

/**
 * The ephemeral storage that a pod requests: the limits of its volumes on disk, and room for logs.
 *
 * Without a request the scheduler picks a node that cannot hold the files, and the kubelet evicts the pod halfway (kserve#3792).
 */
function diskRequest({ code, where, otherDisk }: StorageDesign, given: Size | undefined, mounts: readonly Mount[]): Size {
  const needed = sumSizes(emptyDirSize(mounts, 'disk'), LOGS, ...(otherDisk === undefined ? [] : [otherDisk]));
  if (given === undefined) return needed;
  const quantity = (size: Size) => sizeQuantity(`${code}.ephemeralStorage`, where, size);
  const request = quantity(given);
  if (kibibytes(given) >= kibibytes(needed)) return given;
  throw new ConfigError(`${code}.ephemeralStorage`, {
    where,
    what: `ephemeral storage of ${request} is less than the scratch volumes and ${quantity(LOGS)} for logs, ${quantity(needed)}`,
    fix: 'remove ephemeralStorage, or lower scratch',
  });
}

const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** The sum of the size limits of all emptyDir volumes of one medium. A volume that is mounted twice counts once. */
function emptyDirSize(mounts: readonly Mount[], medium: 'Memory' | 'disk'): Size {
  const limits = new Map<string, number>();
  for (const { name, path, source } of mounts) {
    if (source.emptyDir === undefined || (source.emptyDir.medium === 'Memory') !== (medium === 'Memory')) continue;
    const match = /^([0-9]+)([KMGTP]i)$/.exec(`${source.emptyDir.sizeLimit}`);
    limits.set(name ?? path, match === null ? 0 : Number(match[1]) * 1024 ** UNITS.indexOf(match[2] ?? 'Ki'));
  }
  return Size.kibibytes([...limits.values()].reduce((sum, limit) => sum + limit, 0));
}
