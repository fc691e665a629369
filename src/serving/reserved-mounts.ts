import { ConfigError } from '../base/config-error';
import type { Mount } from '../kube/pod/mount';
import { MODEL_DIRECTORY } from './model/model-location';
import { SHARED_MEMORY_PATH } from './shared-memory';

export const TEMPORARY_DIRECTORY = '/tmp';

const RESERVED: Readonly<Record<string, string>> = {
  [TEMPORARY_DIRECTORY]: 'scratch: Size.gibibytes(16)',
  [SHARED_MEMORY_PATH]: 'sharedMemory: Size.gibibytes(8)',
  [MODEL_DIRECTORY]: 'model and cache',
};

/** Refuses mounts in the place of those that the service derives and counts. */
export function refuseReservedMounts(where: string, mounts: readonly Mount[] = []): void {
  for (const { path } of mounts) {
    const prop = RESERVED[path.replace(/(?<=.)\/+$/, '')];
    if (prop === undefined) continue;
    const what = `a mount takes the place of ${path}, which the service mounts itself`;
    throw new ConfigError('MLService.mounts', { where, what, fix: `use ${prop}` });
  }
}
