import { Size } from 'cdk8s';
import { Mount } from '../../src/kube/pod/mount';
import { resolveStorage, type StorageDesign, type StorageProps } from '../../src/kube/pod/pod-storage';
import { codeOf } from '../support/code-of';

const GIB = Size.gibibytes(1);
const DESIGN: StorageDesign = { code: 'X', where: 'prod/x', scratch: GIB, processMemory: GIB, memoryProp: 'memory' };
const resolve = (props: Partial<StorageProps> = {}, design: Partial<StorageDesign> = {}) =>
  resolveStorage({ ...DESIGN, ...design }, { memory: Size.gibibytes(8), ...props });
const disk = (...args: Parameters<typeof resolve>) => resolve(...args).ephemeralStorage.toMebibytes();
const scratch = (path: string, gibibytes: number, name?: string) => Mount.scratch(path, { name, sizeLimit: Size.gibibytes(gibibytes) });
const memory = (path: string, gibibytes: number) => Mount.memory(path, { sizeLimit: Size.gibibytes(gibibytes) });

describe('the mounts', () => {
  const paths = (...args: Parameters<typeof resolve>) => resolve(...args).mounts.map(({ path }) => path);

  test("are the construct's own, disk at /tmp and, where there is shared memory, /dev/shm", () => {
    expect(paths()).toEqual(['/tmp']);
    expect(paths({}, { mounts: [scratch('/models', 9)], sharedMemory: GIB })).toEqual(['/models', '/tmp', '/dev/shm']);
  });

  test("leave out those whose path a user's mount takes", () => {
    expect(paths({ mounts: [Mount.claim('/tmp', 'big')] }, { sharedMemory: GIB })).toEqual(['/dev/shm']);
  });
});

describe('the disk request', () => {
  test.each<[string, number, Partial<StorageProps>, Partial<StorageDesign>]>([
    ['is scratch and 1 GiB for logs', 2, {}, {}],
    ["counts the user's and the construct's scratch volumes", 10, { mounts: [scratch('/a', 5)] }, { mounts: [scratch('/models', 3)] }],
    ['counts a volume that is mounted twice once', 4, { mounts: [scratch('/a', 2, 'data'), scratch('/b', 2, 'data')] }, {}],
    ['counts neither memory nor claims', 2, { mounts: [memory('/keys', 1), Mount.claim('/data', 'x')] }, {}],
    ['counts no volume without a limit', 2, { mounts: [{ path: '/e', source: { emptyDir: {} } }] }, {}],
    ['does not count scratch that a claim replaces', 1, { mounts: [Mount.claim('/tmp', 'big')] }, {}],
    ['is what was asked for, where that is more', 20, { ephemeralStorage: Size.gibibytes(20) }, {}],
  ])('%s', (_, gibibytes, props, design) => expect(disk(props, design)).toBe(gibibytes * 1024));

  test('of less than the scratch volumes and the logs is refused with the numbers', () => {
    const act = () => resolve({ ephemeralStorage: GIB });
    expect(codeOf(act)).toBe('X.ephemeralStorage');
    expect(act).toThrow('ephemeral storage of 1Gi is less than the scratch volumes and 1Gi for logs, 2Gi');
  });
});

describe('memory volumes and the processes must fit into the memory limit', () => {
  const code = (gibibytes: number, mounts: readonly Mount[], design: Partial<StorageDesign> = {}) =>
    codeOf(() => resolve({ memory: Size.gibibytes(gibibytes), mounts }, design));

  test.each<[string, string, number, readonly Mount[], Partial<StorageDesign>]>([
    ['exactly', 'accepted', 5, [memory('/keys', 4)], {}],
    ['a memory volume that is too large', 'X.memory', 4, [memory('/keys', 4)], {}],
    ['shared memory counts too', 'X.memory', 5, [memory('/keys', 4)], { sharedMemory: GIB }],
    ['under the code of the construct', 'X.sharedMemory', 4, [memory('/keys', 4)], { memoryProp: 'sharedMemory' }],
    ['disk does not count', 'accepted', 1, [scratch('/data', 9)], {}],
  ])('%s', (_, expected, gibibytes, mounts, design) => expect(code(gibibytes, mounts, design)).toBe(expected));

  test('the finding has the numbers', () => {
    const act = () => resolve({ memory: Size.gibibytes(8) }, { sharedMemory: Size.gibibytes(8) });
    expect(act).toThrow('memory volumes of 8Gi and 1Gi for the processes exceed the memory limit of 8Gi');
    expect(act).toThrow('fix: raise memory to at least 9Gi');
  });
});

describe('a path that a prop sets', () => {
  const taken = { '/tmp': 'scratch: Size.gibibytes(16)' };

  test.each(['/tmp', '/tmp/'])('cannot be mounted: %s', (path) => {
    const act = () => resolve({ mounts: [scratch(path, 1)] }, { taken });
    expect(codeOf(act)).toBe('X.mounts');
    expect(act).toThrow('fix: remove the mount and use scratch: Size.gibibytes(16)');
  });

  test('leaves the paths below it free', () =>
    expect(codeOf(() => resolve({ mounts: [scratch('/tmp/cache', 1)] }, { taken }))).toBe('accepted'));
});

test('sizes of nothing are refused', () => {
  expect(codeOf(() => resolve({}, { scratch: Size.gibibytes(0) }))).toBe('X.scratch');
  expect(codeOf(() => resolve({}, { sharedMemory: Size.gibibytes(0) }))).toBe('X.sharedMemory');
});
