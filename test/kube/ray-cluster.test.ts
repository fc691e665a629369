import { rayClusterSpec } from '../../src/kube/ray-cluster';

const head = { spec: { containers: [{ name: 'ray-head', image: 'a:1' }] } };
const workers = { spec: { containers: [{ name: 'ray-worker', image: 'a:1' }] } };

test('a Ray cluster has a head that runs no tasks, and as many workers as it is told, no more and no less', () => {
  expect(rayClusterSpec({ version: '2.52.0', head, workers, nodes: 3 })).toEqual({
    rayVersion: '2.52.0',
    headGroupSpec: { rayStartParams: { 'num-cpus': '0' }, template: head },
    workerGroupSpecs: [
      {
        groupName: 'workers',
        replicas: 3,
        minReplicas: 3,
        maxReplicas: 3,
        numOfHosts: 1,
        priority: 0,
        rayStartParams: {},
        template: workers,
      },
    ],
  });
});

test('a version that nobody named is not made up', () => {
  expect(rayClusterSpec({ head, workers, nodes: 1 })).not.toHaveProperty('rayVersion');
});
