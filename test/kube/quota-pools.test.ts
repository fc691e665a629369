import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { hasSpareUnit, planCapacity } from '../../src/kube/capacity/capacity-plan';
import { quotaPools } from '../../src/kube/capacity/capacity-pools';
import { declareDemand, demandsBelow } from '../../src/kube/capacity/demand';
import type { Demand } from '../../src/kube/capacity/pod-demand';
import { renderApp } from '../../src/render/render-app';

const GPU = 'nvidia.com/gpu';

function context() {
  const app = new App();
  const owner = new Chart(app, 'prod', { namespace: 'team-a' });
  const object = (kind: string, name: string, spec: object, apiVersion = 'v1') =>
    new ApiObject(owner, `${kind}-${name}`, { apiVersion, kind, metadata: { name }, spec });
  const kueue = (kind: string, name: string, spec: object) => object(kind, name, spec, 'kueue.x-k8s.io/v1beta2');
  const add = (workload: string, more: Partial<Demand> = {}) => {
    const construct = new Construct(owner, workload.replace('/', '-'));
    declareDemand(construct, { workload, resource: GPU, devices: 1, live: 1, ...more });
    return construct;
  };
  const queueOf = (name: string, amounts: readonly string[], more: object = {}) => {
    const flavors = amounts.map((nominalQuota, i) => ({
      name: `flavor-${i}`,
      resources: [
        { name: GPU, nominalQuota },
        { name: 'cpu', nominalQuota: '9' },
      ],
    }));
    kueue('ClusterQueue', name, { resourceGroups: [{ coveredResources: [GPU, 'cpu'], flavors }], ...more });
  };
  const pools = () =>
    quotaPools(owner, demandsBelow(owner)).map(
      ({ key, declared, members }) => `${key}: ${declared} [${members.map(({ workload }) => workload)}]`,
    );
  return { app, owner, object, kueue, add, queueOf, pools };
}

test('a ResourceQuota limits the devices of its namespace', () => {
  const { object, add, pools } = context();
  object('ResourceQuota', 'team', { hard: { 'requests.nvidia.com/gpu': '4', 'requests.cpu': '9', pods: '9' } });
  add('team-a/llama');
  add('team-b/other');
  expect(pools()).toEqual([`${GPU} (ResourceQuota team-a/team): 4 [team-a/llama]`]);
});

test('and the devices of a class', () => {
  const { object, add, pools } = context();
  object('ResourceQuota', 'team', { hard: { 'gpu.nvidia.com.deviceclass.resource.k8s.io/devices': '2' } });
  add('team-a/llama', { resource: 'gpu.nvidia.com' });
  expect(pools()).toEqual(['gpu.nvidia.com (ResourceQuota team-a/team): 2 [team-a/llama]']);
});

test('a ClusterQueue limits the runs that wait in it, through every door', () => {
  const { kueue, queueOf, add, pools } = context();
  queueOf('ml', ['4', '2']);
  kueue('LocalQueue', 'day', { clusterQueue: 'ml' });
  kueue('LocalQueue', 'night', { clusterQueue: 'ml' });
  kueue('LocalQueue', 'other', { clusterQueue: 'elsewhere' });
  for (const queue of ['day', 'night', 'other']) add(`team-a/${queue}`, { live: 0, batch: 1, queue });
  add('team-a/free', { live: 0, batch: 1 });
  expect(pools()).toEqual([`${GPU} (ClusterQueue ml): 6 [team-a/day,team-a/night]`]);
});

test.each<[string, (w: ReturnType<typeof context>) => void]>([
  [
    'a quota of some pods',
    ({ object }) => object('ResourceQuota', 'team', { hard: { 'requests.nvidia.com/gpu': '4' }, scopes: ['BestEffort'] }),
  ],
  ['a quota of processors', ({ object }) => object('ResourceQuota', 'team', { hard: { 'requests.cpu': '4' } })],
  ['a quota that says nothing', ({ object }) => object('ResourceQuota', 'team', {})],
  ['a queue that may borrow', ({ queueOf }) => queueOf('ml', ['4'], { cohortName: 'acme' })],
  ['a queue without quota', ({ kueue }) => kueue('ClusterQueue', 'ml', {})],
])('%s limits nothing here', (_, make) => {
  const made = context();
  make(made);
  made.kueue('LocalQueue', 'day', { clusterQueue: 'ml' });
  made.add('team-a/run', { live: 0, batch: 1, queue: 'day' });
  expect(made.pools()).toEqual([]);
});

test('more than a quota allows is refused, though nobody declared a capacity', () => {
  const { app, owner, object, add } = context();
  object('ResourceQuota', 'team', { hard: { 'requests.nvidia.com/gpu': 2 } });
  planCapacity(owner);
  add('team-a/llama', { live: 3 });
  expect(() => renderApp(app)).toThrow(
    [
      'prod: nvidia.com/gpu (ResourceQuota team-a/team): live 3 = 3, and 2 are allowed',
      '    team-a/llama: live 3',
      '  fix: lower replicas or max, use Rollout.inPlace(), or raise the ResourceQuota team-a/team [Environment.capacity]',
    ].join('\n'),
  );
});

test('the largest run of a queue has to fit, not all of them', () => {
  const { app, owner, kueue, queueOf, add } = context();
  queueOf('ml', ['4']);
  kueue('LocalQueue', 'day', { clusterQueue: 'ml' });
  planCapacity(owner);
  for (const name of ['a', 'b', 'c']) add(`team-a/${name}`, { live: 0, batch: 4, queue: 'day' });
  expect(() => renderApp(app)).not.toThrow();
  add('team-a/d', { live: 0, batch: 5, queue: 'day' });
  expect(() => renderApp(app)).toThrow('nvidia.com/gpu (ClusterQueue ml): batch 5 = 5, and 4 are allowed');
});

test('an automatic rollout surges when the quota has room for it', () => {
  const spare = (allowed: number) => {
    const { owner, object, add } = context();
    object('ResourceQuota', 'team', { hard: { 'requests.nvidia.com/gpu': `${allowed}` } });
    planCapacity(owner);
    return hasSpareUnit(owner, add('team-a/llama', { surge: 'auto' }));
  };
  expect([spare(1), spare(2)]).toEqual([false, true]);
});
