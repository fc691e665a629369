import { ConfigError } from '../base/config-error';

/** Who may mount a volume at the same time. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export type AccessMode = 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | 'ReadOnlyMany';

const ACCESS_MODES: readonly AccessMode[] = ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany', 'ReadOnlyMany'];

/** Refuses what is no access mode, under `code`. */
export function checkAccessMode(code: string, where: string, accessMode: AccessMode): AccessMode {
  if (ACCESS_MODES.includes(accessMode)) return accessMode;
  const what = `access mode ${JSON.stringify(accessMode)} is not known`;
  throw new ConfigError(code, { where, what, fix: `use ${ACCESS_MODES.join(', ')}` });
}
