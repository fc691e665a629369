import type { Volume } from '../../imports/kubernetes';

const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** The size limits of all emptyDir volumes of one medium, in KiB: counted apart from the code under test. */
export function emptyDirKibibytes(volumes: readonly Pick<Volume, 'emptyDir'>[], medium: 'Memory' | 'disk'): number {
  const limits = volumes
    .flatMap(({ emptyDir }) => emptyDir ?? [])
    .filter((emptyDir) => (emptyDir.medium === 'Memory') === (medium === 'Memory'))
    .map(({ sizeLimit }) => /^([0-9]+)([KMGTP]i)$/.exec(`${sizeLimit}`));
  return limits.reduce((sum, match) => sum + Number(match?.[1] ?? 0) * 1024 ** UNITS.indexOf(match?.[2] ?? 'Ki'), 0);
}
