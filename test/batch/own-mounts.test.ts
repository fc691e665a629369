import { Size } from 'cdk8s';
import { defaultMounts, ephemeralStorage, refuseMemoryMounts } from '../../src/batch/pod/default-mounts';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { codeOf } from '../support/code-of';

const memory = Size.gibibytes(64);
const gibibytes = Size.gibibytes;
const paths = (mounts: readonly Mount[]) =>
  mounts.map((mount) => [mount.path, mount.source.emptyDir?.medium, mount.source.emptyDir?.sizeLimit]);

describe('ownMounts', () => {
  test('gives every job a disk for temporary files', () => {
    expect(paths(defaultMounts('job', { memory }))).toEqual([['/tmp', undefined, '1Gi']]);
    expect(paths(defaultMounts('job', { memory, scratch: gibibytes(50) }))).toEqual([['/tmp', undefined, '50Gi']]);
  });

  test('gives a job on several devices half of its memory as shared memory', () => {
    expect(paths(defaultMounts('job', { memory, accelerator: Gpu.nvidia(2) }))).toContainEqual(['/dev/shm', 'Memory', '32Gi']);
    expect(paths(defaultMounts('job', { memory, accelerator: Gpu.nvidia(1) }))).toHaveLength(1);
  });

  test('gives as much shared memory as is asked for', () => {
    expect(paths(defaultMounts('job', { memory, sharedMemory: gibibytes(8) }))).toContainEqual(['/dev/shm', 'Memory', '8Gi']);
  });

  test('gives way to mounts of the user', () => {
    const mounts = [Mount.memory('/dev/shm', { sizeLimit: gibibytes(8) }), Mount.claim('/tmp', 'scratch')];
    expect(defaultMounts('job', { memory, accelerator: Gpu.nvidia(8), mounts })).toEqual([]);
  });

  test.each([
    ['scratch', '/tmp'],
    ['sharedMemory', '/dev/shm'],
  ])('refuses %s beside a mount at %s', (prop, path) => {
    const mounts = [Mount.claim(path, 'data')];
    expect(codeOf(() => defaultMounts('job', { memory, mounts, [prop]: gibibytes(1) }))).toBe('BatchJob.mounts');
  });
});

describe('refuseMemoryMounts', () => {
  const mount = (path: string, size: number) => Mount.memory(path, { sizeLimit: gibibytes(size) });

  test('refuses mounts in memory that take all of it', () => {
    expect(codeOf(() => refuseMemoryMounts('job', memory, [mount('/a', 32), mount('/b', 32)]))).toBe('BatchJob.memory');
  });

  test('accepts mounts in memory that leave something, and does not count disks', () => {
    const disk = Mount.scratch('/scratch', { sizeLimit: Size.tebibytes(1) });
    expect(codeOf(() => refuseMemoryMounts('job', memory, [mount('/a', 32), disk]))).toBe('accepted');
  });

  test('counts a volume that is mounted twice once', () => {
    const shared = (path: string) => ({ ...mount(path, 40), name: 'shared' });
    expect(codeOf(() => refuseMemoryMounts('job', memory, [shared('/a'), shared('/b')]))).toBe('accepted');
  });
});

describe('ephemeralStorage', () => {
  const mounts = [Mount.scratch('/tmp', { sizeLimit: gibibytes(50) }), Mount.memory('/dev/shm', { sizeLimit: gibibytes(8) })];

  test('is what the scratch mounts may hold, and room for logs', () => {
    expect(ephemeralStorage('job', undefined, mounts).toGibibytes()).toBe(51);
  });

  test('may be more, and is refused when it is less', () => {
    expect(ephemeralStorage('job', gibibytes(100), mounts).toGibibytes()).toBe(100);
    expect(codeOf(() => ephemeralStorage('job', gibibytes(50), mounts))).toBe('BatchJob.ephemeralStorage');
  });
});
