import type { Manifest } from '../../src/manifest/manifest';
import { colorWorkloads } from '../../src/routing/proof/color-pods';

const service: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'scorer', namespace: 'a' },
  spec: { selector: { app: 'scorer' } },
};

function workload(more: object = {}, labels: object = { app: 'scorer', extra: 'x' }): Manifest {
  const containers = [
    { name: 'server', image: 'scorer:1', resources: { limits: { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '2' } } },
    { name: 'side', image: 'side:1' },
  ];
  const template = { metadata: { labels }, spec: { initContainers: [{ name: 'fetch', image: 'fetch:1' }], containers } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'scorer', namespace: 'a' }, spec: { template, ...more } };
}

const scaler = (kind: string, spec: object, annotations: Record<string, string> = {}): Manifest => ({
  apiVersion: 'x/v1',
  kind,
  metadata: { name: 'scorer', namespace: 'a', annotations },
  spec: { scaleTargetRef: { name: 'scorer' }, ...spec },
});

const found = (...manifests: Manifest[]): unknown => colorWorkloads([service, ...manifests], 'a', 'scorer');

test('reads pods, images and devices of what a Service selects', () => {
  expect(found(workload({ replicas: 3 }))).toEqual([
    { title: 'Deployment scorer', replicas: 3, images: ['fetch:1', 'scorer:1', 'side:1'], devices: { 'nvidia.com/gpu': 2 } },
  ]);
});

test.each<[string, Manifest[], number]>([
  ['a Deployment that says no count has one pod', [workload()], 1],
  [
    'an autoscaler of Kubernetes may give it its most',
    [workload(), scaler('HorizontalPodAutoscaler', { minReplicas: 2, maxReplicas: 6 })],
    6,
  ],
  ['KEDA too', [workload(), scaler('ScaledObject', { minReplicaCount: 1, maxReplicaCount: 4 })], 4],
  [
    'a paused KEDA keeps its number',
    [workload(), scaler('ScaledObject', { maxReplicaCount: 4 }, { 'autoscaling.keda.sh/paused-replicas': '0' })],
    0,
  ],
  [
    'an autoscaler of another workload changes nothing',
    [workload({ replicas: 2 }), scaler('ScaledObject', { scaleTargetRef: { name: 'other' }, maxReplicaCount: 9 })],
    2,
  ],
])('%s', (_, manifests, replicas) => {
  expect(found(...manifests)).toMatchObject([{ replicas }]);
});

test('of a LeaderWorkerSet the leader and its workers are one unit', () => {
  const { template } = workload().spec as { template: object };
  const worker = (workload({}, { app: 'worker' }).spec as { template: object }).template;
  const spec = { replicas: 2, leaderWorkerTemplate: { size: 3, leaderTemplate: template, workerTemplate: worker } };
  expect(found({ ...workload(), kind: 'LeaderWorkerSet', spec })).toEqual([
    { title: 'LeaderWorkerSet scorer', replicas: 2, images: ['fetch:1', 'scorer:1', 'side:1'], devices: { 'nvidia.com/gpu': 6 } },
  ]);
});

test('pods with other labels, or in another namespace, are not those of the Service: it is taken as made elsewhere', () => {
  expect(found(workload({}, { app: 'other' }))).toBeUndefined();
  expect(found({ ...workload(), metadata: { name: 'scorer', namespace: 'b' } })).toBeUndefined();
});

test('a Service that is not there, or that selects nothing, tells nothing', () => {
  expect(colorWorkloads([workload()], 'a', 'scorer')).toBeUndefined();
  expect(colorWorkloads([{ ...service, spec: {} }, workload()], 'a', 'scorer')).toBeUndefined();
});
