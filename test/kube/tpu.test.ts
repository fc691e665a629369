import { Tpu } from '../../src/kube/devices/accelerator';

test('a slice asks for its chips on nodes of its kind and wiring', () => {
  expect(Tpu.v6e('2x4')).toEqual({
    resource: 'google.com/tpu',
    count: 8,
    product: 'tpu-v6e-slice',
    topology: '2x4',
    nodeSelector: { 'cloud.google.com/gke-tpu-accelerator': 'tpu-v6e-slice', 'cloud.google.com/gke-tpu-topology': '2x4' },
    tolerations: [{ key: 'google.com/tpu', operator: 'Exists', effect: 'NoSchedule' }],
  });
});

test.each([
  [Tpu.v4('2x2x1'), 'tpu-v4-podslice', 4],
  [Tpu.v5e('1x1'), 'tpu-v5-lite-podslice', 1],
  [Tpu.v5e('2x2'), 'tpu-v5-lite-podslice', 4],
  [Tpu.v5p('2x2x1'), 'tpu-v5p-slice', 4],
  [Tpu.v7x('2x2x1'), 'tpu7x', 4],
])('%j is %s with %d chips', ({ product, count }, kind, chips) => expect([product, count]).toEqual([kind, chips]));

test('a slice of several nodes does not compile, and is refused with those that fit on one', () => {
  // @ts-expect-error sixteen chips are on four nodes
  expect(() => Tpu.v6e('4x4')).toThrow('use "1x1", "2x2" or "2x4" [Tpu.v6e]');
  // @ts-expect-error a v4 has three dimensions
  expect(() => Tpu.v4('2x2')).toThrow('[Tpu.v4]');
});
