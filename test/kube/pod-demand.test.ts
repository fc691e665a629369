import { ApiObject, Chart, Testing } from 'cdk8s';
import { podDemands } from '../../src/kube/capacity/pod-demand';

const GPU = 'nvidia.com/gpu';
const container = (limits: Record<string, string | number>, more: object = {}) => ({ name: 'main', resources: { limits }, ...more });
const template = (...containers: object[]) => ({ spec: { containers } });
const one = template(container({ [GPU]: '2' }));

function read(kind: string, spec: object, labels: Record<string, string> = {}) {
  const chart = new Chart(Testing.app(), 'chart', { namespace: 'team-a' });
  return podDemands(new ApiObject(chart, 'it', { apiVersion: 'any/v1', kind, metadata: { name: 'it', labels }, spec }));
}

test.each<[string, string, object, object[]]>([
  ['a Deployment', 'Deployment', { replicas: 3, strategy: { type: 'Recreate' }, template: one }, [{ live: 3, surge: 0, devices: 2 }]],
  ['a Deployment that says nothing', 'Deployment', { template: one }, [{ live: 1, surge: 1 }]],
  ['a quarter, rounded up', 'Deployment', { replicas: 5, template: one }, [{ live: 5, surge: 2 }]],
  ['a number of pods', 'Deployment', { replicas: 5, strategy: { rollingUpdate: { maxSurge: 3 } }, template: one }, [{ surge: 3 }]],
  ['a StatefulSet', 'StatefulSet', { replicas: 2, template: one }, [{ live: 2 }]],
  ['a Pod', 'Pod', one.spec, [{ live: 1, devices: 2 }]],
  ['a Job', 'Job', { template: one }, [{ live: 0, batch: 1 }]],
  ['a Job in parts', 'Job', { parallelism: 4, completions: 100, template: one }, [{ batch: 4 }]],
  ['a Job with fewer parts than pods', 'Job', { parallelism: 4, completions: 2, template: one }, [{ batch: 2 }]],
  ['one run of a CronJob', 'CronJob', { jobTemplate: { spec: { parallelism: 3, template: one } } }, [{ live: 0, batch: 3 }]],
  ['two resources', 'Pod', template(container({ [GPU]: '2', 'rdma/hca': 1 })).spec, [{ devices: 2 }, { resource: 'rdma/hca', devices: 1 }]],
  ['containers side by side', 'Pod', template(container({ [GPU]: '2' }), container({ [GPU]: 1 })).spec, [{ devices: 3 }]],
  ['processors and memory', 'Pod', template(container({ cpu: '2', memory: '1Gi' })).spec, []],
  ['another kind', 'ConfigMap', one.spec, []],
  ['a DaemonSet', 'DaemonSet', { template: one }, []],
])('%s is counted', (_, kind, spec, expected) => expect(read(kind, spec)).toMatchObject(expected));

test('what runs before counts only where it is more; a sidecar counts beside the others', () => {
  const init = (devices: number, more: object = {}) => ({ ...one.spec, initContainers: [container({ [GPU]: devices }, more)] });
  expect(read('Pod', init(1))).toMatchObject([{ devices: 2 }]);
  expect(read('Pod', init(4))).toMatchObject([{ devices: 4 }]);
  expect(read('Pod', init(1, { restartPolicy: 'Always' }))).toMatchObject([{ devices: 3 }]);
});

test.each([
  ['nvidia.com/gpu', 'nvidia.com/gpu.product'],
  ['nvidia.com/mig-1g.10gb', 'nvidia.com/gpu.product'],
  ['amd.com/gpu', 'amd.com/gpu.product-name'],
  ['google.com/tpu', 'cloud.google.com/gke-tpu-accelerator'],
])('the product of %s is the label %s of the nodes', (resource, label) => {
  expect(read('Pod', { ...template(container({ [resource]: 1 })).spec, nodeSelector: { [label]: 'X', other: 'Y' } })).toMatchObject([
    { resource, product: 'X' },
  ]);
});

test('a queue is that of the Job, or of the Jobs that a CronJob makes', () => {
  const labels = { 'kueue.x-k8s.io/queue-name': 'training' };
  expect(read('Job', { template: one }, labels)).toMatchObject([{ queue: 'training' }]);
  expect(read('CronJob', { jobTemplate: { metadata: { labels }, spec: { template: one } } })).toMatchObject([{ queue: 'training' }]);
});
