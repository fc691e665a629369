import * as fc from 'fast-check';
import { type Accelerator, Gpu } from '../../src/kube/devices/accelerator';

const tolerates = (key: string) => [{ key, operator: 'Exists', effect: 'NoSchedule' }];

test.each<[string, Accelerator, Partial<Accelerator>]>([
  [
    'whole NVIDIA GPUs',
    Gpu.nvidia(8),
    { resource: 'nvidia.com/gpu', count: 8, nodeSelector: {}, tolerations: tolerates('nvidia.com/gpu') },
  ],
  [
    'GPUs of one product, on nodes that have it',
    Gpu.nvidia(1, { product: 'NVIDIA-H100-80GB-HBM3' }),
    { product: 'NVIDIA-H100-80GB-HBM3', nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' } },
  ],
  [
    'slices, on nodes with the taint of whole GPUs',
    Gpu.mig('1g.10gb'),
    { resource: 'nvidia.com/mig-1g.10gb', count: 1, nodeSelector: {}, tolerations: tolerates('nvidia.com/gpu') },
  ],
  ['slices with media engines', Gpu.mig('1g.10gb.me', 2), { resource: 'nvidia.com/mig-1g.10gb.me', count: 2 }],
  [
    'AMD GPUs',
    Gpu.amd(4, { product: 'AMD_Instinct_MI300X_OAM' }),
    {
      resource: 'amd.com/gpu',
      count: 4,
      nodeSelector: { 'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM' },
      tolerations: tolerates('amd.com/gpu'),
    },
  ],
])('%s', (_what, accelerator, expected) => expect(accelerator).toMatchObject(expected));

describe('what it refuses', () => {
  const COUNTS = [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21];

  test.each(COUNTS)('%d devices', (count) => {
    expect(() => Gpu.nvidia(count)).toThrow(
      expect.objectContaining({ code: 'Gpu.nvidia', where: expect.stringMatching(/^Gpu\.nvidia\(/) }),
    );
    expect(() => Gpu.mig('1g.10gb', count)).toThrow(expect.objectContaining({ code: 'Gpu.mig' }));
    expect(() => Gpu.amd(count)).toThrow(expect.objectContaining({ code: 'Gpu.amd' }));
  });

  test.each(['', '10gb', '8g.80gb', '1G.10GB', '1g.10gb+me', 'mig-1g.10gb', '1g.10gb\n'])('%j as a MIG profile', (profile) => {
    expect(() => Gpu.mig(profile)).toThrow(expect.objectContaining({ code: 'Gpu.mig', where: `Gpu.mig(${JSON.stringify(profile)})` }));
  });

  test('a product as people write it, which no label can hold', () => {
    expect(() => Gpu.nvidia(1, { product: 'NVIDIA H100 80GB' })).toThrow(
      expect.objectContaining({ code: 'Gpu.nvidia', where: 'Gpu.nvidia(1)' }),
    );
  });
});

test('every accelerator is a resource name and a selector that Kubernetes accepts', () => {
  const product = fc.option(fc.string({ maxLength: 70 }), { nil: undefined });
  fc.assert(
    fc.property(product, (name) => {
      const make = () => Gpu.amd(1, { product: name });
      if (name !== undefined && !/^(?:[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?)?$/.test(name)) return expect(make).toThrow('[Gpu.amd]');
      return expect(Object.values(make().nodeSelector)).toEqual(name === undefined ? [] : [name]);
    }),
  );
});
