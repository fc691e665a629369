import { Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/devices/accelerator';
import { type Quota, resolveQuota } from '../../src/platform/namespace/quota';
import { codeOf } from '../support/code-of';

const hard = (quota: Quota) => resolveQuota('team', quota).hard;

describe('resolveQuota', () => {
  test('limits requests, devices by the name that Kubernetes counts', () => {
    expect(hard({ cpu: Cpu.cores(8), memory: Size.gibibytes(64), accelerators: [Gpu.nvidia(4), Gpu.mig('1g.10gb', 7)] })).toEqual({
      'requests.cpu': '8',
      'requests.memory': '64Gi',
      'requests.nvidia.com/gpu': '4',
      'requests.nvidia.com/mig-1g.10gb': '7',
    });
  });

  test.each([
    'limits.memory',
    'count/jobs.batch',
    'requests.example.com/fpga',
    'gold.storageclass.storage.k8s.io/requests.storage',
    'hugepages-2Mi',
  ])('passes on the limit %s', (name) => {
    expect(hard({ other: { [name]: '5' } })).toEqual({ [name]: '5' });
  });

  test('says which name counts', () => {
    expect(() => hard({ other: { 'nvidia.com/gpu': '8' } })).toThrow(
      'team: "nvidia.com/gpu" is a name that Kubernetes accepts but never counts\n  fix: use "requests.nvidia.com/gpu" [TeamNamespace.quota]',
    );
  });

  test.each<[string, Quota]>([
    ['nothing', {}],
    ['a device by its bare name', { other: { 'nvidia.com/gpu': '8' } }],
    ['a device by its limits', { other: { 'limits.nvidia.com/gpu': '8' } }],
    ['a misspelt name', { other: { 'request.cpu': '8' } }],
    ['an amount that is none', { other: { 'limits.memory': 'much' } }],
    ['an amount that is no text', { other: { 'limits.memory': 5 as unknown as string } }],
    ['a limit twice', { pods: 5, other: { pods: '6' } }],
    ['a device twice', { accelerators: [Gpu.nvidia(1), Gpu.nvidia(2)] }],
    ['a product', { accelerators: [Gpu.nvidia(1, { product: 'H100' })] }],
    ['half a pod', { pods: 0.5 }],
    ['no memory', { memory: Size.gibibytes(0) }],
    ['a bare number of cores', { cpu: 8 as unknown as Cpu }],
  ])('refuses %s', (_, quota) => {
    expect(codeOf(() => hard(quota))).toBe('TeamNamespace.quota');
  });
});
