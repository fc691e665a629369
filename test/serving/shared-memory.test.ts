import { Size } from 'cdk8s';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { refuseLargeMemoryMounts, sharedMemoryMounts } from '../../src/serving/shared-memory';
import { codeOf } from '../support/code-of';
import { gpu, serve } from './serving-props';

const limit = (size: Size | undefined, devices: number) => sharedMemoryMounts('test', size, devices)[0]?.source.emptyDir?.sizeLimit;

test.each<[Size | undefined, number, string | undefined]>([
  [undefined, 0, undefined],
  [undefined, 1, undefined],
  [undefined, 2, '4Gi'],
  [undefined, 8, '16Gi'],
  [Size.gibibytes(1), 1, '1Gi'],
  [Size.mebibytes(512), 8, '512Mi'],
])('%j on %i devices gives %s', (size, devices, expected) => expect(limit(size, devices)).toBe(expected));

test('memory volumes and 1 GiB for the server must fit into the memory limit', () => {
  const code = (memory: number, ...mounts: Mount[]) => codeOf(() => refuseLargeMemoryMounts('test', Size.gibibytes(memory), mounts));
  const shared = Mount.memory('/dev/shm', { sizeLimit: Size.gibibytes(4) });
  expect(code(5, shared)).toBe('accepted');
  expect(code(4, shared)).toBe('MLService.sharedMemory');
  expect(code(5, shared, Mount.memory('/keys', { sizeLimit: Size.mebibytes(1) }))).toBe('MLService.sharedMemory');
  expect(code(1, Mount.scratch('/data', { sizeLimit: Size.gibibytes(9) }))).toBe('accepted');
});

test('the finding has the numbers', () => {
  const act = () => serve({ ...gpu, accelerator: Gpu.nvidia(4), memory: Size.gibibytes(8) });
  expect(act).toThrow('shared memory and other memory volumes of 8Gi and 1Gi for the server do not fit into the memory limit of 8Gi');
  expect(act).toThrow('fix: raise memory to at least 9Gi, or set sharedMemory');
});
