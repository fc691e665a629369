import { Size } from 'cdk8s';
import fc from 'fast-check';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/devices/accelerator';
import { type FlavorQuota, resolveResourceGroup } from '../../src/platform/queue/queue-quota';
import { codeOf } from '../support/code-of';

const LEAST: FlavorQuota = { flavor: 'spot', cpu: Cpu.cores(64), memory: Size.gibibytes(512), ephemeralStorage: Size.tebibytes(1) };
const none = { ...Gpu.nvidia(1), count: 0 };

describe('resolveResourceGroup', () => {
  test('covers what the flavors have amounts of', () => {
    expect(resolveResourceGroup('queue', [{ ...LEAST, accelerators: [Gpu.nvidia(8)], pods: 100 }])).toEqual({
      coveredResources: ['cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu', 'pods'],
      flavors: [
        {
          name: 'spot',
          resources: [
            { name: 'cpu', nominalQuota: '64' },
            { name: 'memory', nominalQuota: '512Gi' },
            { name: 'ephemeral-storage', nominalQuota: '1Ti' },
            { name: 'nvidia.com/gpu', nominalQuota: '8' },
            { name: 'pods', nominalQuota: '100' },
          ],
        },
      ],
    });
  });

  test.each<[string, string, unknown]>([
    ['no flavor', 'ClusterQueue.flavors', []],
    ['a flavor twice', 'ClusterQueue.flavors', [LEAST, LEAST]],
    [
      'a device of one flavor alone',
      'ClusterQueue.flavors',
      [
        { ...LEAST, accelerators: [Gpu.nvidia(8)] },
        { ...LEAST, flavor: 'cpu' },
      ],
    ],
    ['a device twice', 'ClusterQueue.flavors', [{ ...LEAST, accelerators: [Gpu.nvidia(8), Gpu.nvidia(8)] }]],
    ['a product', 'ClusterQueue.flavors', [{ ...LEAST, accelerators: [Gpu.nvidia(8, { product: 'H100' })] }]],
    ['half a pod', 'ClusterQueue.flavors', [{ ...LEAST, pods: 0.5 }]],
    ['no processor time that is any', 'ClusterQueue.flavors', [{ ...LEAST, cpu: 8 }]],
  ])('refuses %s', (_, code, flavors) => {
    expect(codeOf(() => resolveResourceGroup('queue', flavors as FlavorQuota[]))).toBe(code);
  });

  // Kueue refuses a group whose flavors differ in their resources or in the order of them.
  test('gives every flavor the covered resources in one order, whatever the order of the devices', () => {
    const devices = [Gpu.nvidia(8), Gpu.amd(2), none].slice(0, 2);
    fc.assert(
      fc.property(fc.shuffledSubarray(devices, { minLength: 2 }), fc.shuffledSubarray(devices, { minLength: 2 }), (one, other) => {
        const flavors = [
          { ...LEAST, accelerators: one },
          { ...LEAST, flavor: 'other', accelerators: other },
        ];
        const group = resolveResourceGroup('queue', flavors);
        for (const { resources } of group.flavors) expect(resources.map(({ name }) => name)).toEqual(group.coveredResources);
      }),
    );
  });

  test('takes none of a device as an amount', () => {
    const flavors = [
      { ...LEAST, accelerators: [Gpu.nvidia(8)] },
      { ...LEAST, flavor: 'cpu', accelerators: [none] },
    ];
    expect(resolveResourceGroup('queue', flavors).flavors[1]?.resources.at(-1)).toEqual({ name: 'nvidia.com/gpu', nominalQuota: '0' });
  });
});
