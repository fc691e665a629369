import { Size } from 'cdk8s';
import { refuseMemoryMounts, sharedMemory } from '../../src/batch/shared-memory';
import { Gpu } from '../../src/kube/accelerator';
import { Mount } from '../../src/kube/mount';
import { codeOf } from './code-of';

const memory = Size.gibibytes(64);

describe('sharedMemory', () => {
  test('is half of the memory on several GPUs', () => {
    expect(sharedMemory({ memory, accelerator: Gpu.nvidia(2) })).toMatchObject([
      { path: '/dev/shm', source: { emptyDir: { medium: 'Memory', sizeLimit: '32Gi' } } },
    ]);
  });

  test.each([
    ['without an accelerator', undefined],
    ['on one GPU', Gpu.nvidia(1)],
  ])('is left to the runtime %s', (_, accelerator) => {
    expect(sharedMemory({ memory, accelerator })).toEqual([]);
  });

  test('gives way to a mount of the user', () => {
    const mounts = [Mount.memory('/dev/shm', { sizeLimit: Size.gibibytes(8) })];
    expect(sharedMemory({ memory, accelerator: Gpu.nvidia(8), mounts })).toEqual([]);
  });
});

describe('refuseMemoryMounts', () => {
  const mount = (path: string, gibibytes: number) => Mount.memory(path, { sizeLimit: Size.gibibytes(gibibytes) });

  test('refuses mounts in memory that take all of it', () => {
    expect(codeOf(() => refuseMemoryMounts('job', memory, [mount('/a', 32), mount('/b', 32)]))).toBe('BatchJob.memory');
  });

  test('accepts mounts in memory that leave something, and does not count disks', () => {
    const disk = Mount.scratch('/scratch', { sizeLimit: Size.tebibytes(1) });
    expect(codeOf(() => refuseMemoryMounts('job', memory, [mount('/a', 32), disk]))).toBe('accepted');
  });
});
