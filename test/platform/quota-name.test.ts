import { quotaNameProblem } from '../../src/platform/namespace/limit-names';

describe('quotaNameProblem', () => {
  // Each accepted and counted by Kubernetes.
  test.each([
    'requests.cpu',
    'limits.ephemeral-storage',
    'pods',
    'services.loadbalancers',
    'requests.hugepages-2Mi',
    'count/pods',
    'requests.nvidia.com/gpu',
  ])('has nothing against %s', (name) => {
    expect(quotaNameProblem(name)).toBeUndefined();
  });

  test.each([
    ['nvidia.com/gpu', 'requests.nvidia.com/gpu'],
    ['limits.nvidia.com/gpu', 'requests.nvidia.com/gpu'],
    ['amd.com/gpu', 'requests.amd.com/gpu'],
  ])('knows that %s is never counted, and %s is', (name, use) => {
    expect(quotaNameProblem(name)?.use).toBe(use);
  });

  test.each(['request.cpu', 'gpu', ''])('knows no limit called %j', (name) => {
    expect(quotaNameProblem(name)).toEqual({ what: 'is not the name of a limit' });
  });
});
