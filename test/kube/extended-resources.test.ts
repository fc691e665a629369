import { extendedResources } from '../../src/kube/pod/resources';

const of = (asked: Record<string, number>) => extendedResources('X.extendedResources', 'prod/x', asked, 'nvidia.com/gpu');

test('cards for RDMA stand beside the accelerator', () => {
  expect(of({ 'rdma/hca_shared_devices_a': 1, 'vpc.amazonaws.com/efa': 4 })).toEqual({
    'rdma/hca_shared_devices_a': '1',
    'vpc.amazonaws.com/efa': '4',
  });
  expect(extendedResources('X', 'x', undefined, undefined)).toEqual({});
});

test.each<[string, Record<string, number>]>([
  ['a resource of Kubernetes', { cpu: 1 }],
  ['a resource in its domain', { 'kubernetes.io/batch-cpu': 1 }],
  ['a resource below its domain', { 'pods.kubernetes.io/x': 1 }],
  ['the accelerator', { 'nvidia.com/gpu': 1 }],
  ['none', { 'rdma/hca': 0 }],
  ['half a device', { 'rdma/hca': 0.5 }],
  ['a name that is none', { 'rdma/hca a': 1 }],
])('%s is refused', (_, asked) => {
  expect(() => of(asked)).toThrow(expect.objectContaining({ code: 'X.extendedResources', where: 'prod/x' }));
});
