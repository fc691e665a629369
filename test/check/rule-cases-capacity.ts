import type { RuleCase } from './rule-cases';
import { all, container, DIGEST, deployment, META, POD, scaler } from './rule-yaml';

const quota = (hard: string, more = '') => `apiVersion: v1\nkind: ResourceQuota\n${META}\nspec: {${more}hard: {${hard}}}\n`;
const range = (item: string) => `apiVersion: v1\nkind: LimitRange\n${META}\nspec: {limits: [{${item}}]}\n`;
/** Two pods of one core each. */
const two = (spec = 'replicas: 2') => deployment(`containers: [${container()}]`, spec);
const bare = (resources: string) => deployment(`containers: [{name: c, image: "${DIGEST}", resources: {${resources}}}]`);
const claim = (storage: string) =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\n${META}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${storage}}}}\n`;

const localQueue = (clusterQueue = 'all', name = 'team') =>
  `apiVersion: kueue.x-k8s.io/v1beta2\nkind: LocalQueue\nmetadata: {name: ${name}, namespace: b}\nspec: {clusterQueue: ${clusterQueue}}\n`;
const clusterQueue = (cpu: number, memory: string, more = '') =>
  `apiVersion: kueue.x-k8s.io/v1beta2\nkind: ClusterQueue\nmetadata: {name: all}\nspec: {${more}resourceGroups: [{coveredResources: [cpu, memory], flavors: [{name: small, resources: [{name: cpu, nominalQuota: 1}, {name: memory, nominalQuota: 1Gi}]}, {name: large, resources: [{name: cpu, nominalQuota: ${cpu}}, {name: memory, nominalQuota: ${memory}}]}]}]}\n`;
const job = (spec: string, resources = '', queue = 'team') =>
  `apiVersion: batch/v1\nkind: Job\nmetadata: {name: j, namespace: b, labels: {kueue.x-k8s.io/queue-name: ${queue}}}\nspec: {suspend: true, ${spec}, template: {spec: {automountServiceAccountToken: false, restartPolicy: Never, containers: [{name: c, image: "${DIGEST}", resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi${resources}}}}]}}}\n`;
const jobSet = (replicas: number) =>
  `apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\nmetadata: {name: j, namespace: b, labels: {kueue.x-k8s.io/queue-name: team}}\nspec: {suspend: true, replicatedJobs: [{name: node, replicas: ${replicas}, template: {spec: {completions: 2, parallelism: 2, template: {spec: {restartPolicy: Never, containers: [${container()}]}}}}}]}\n`;

const hard = (name: string) => `spec.hard${/^\w+$/.test(name) ? `.${name}` : `["${name}"]`}`;

/** What namespaces and queues have room for. */
export const CAPACITY_CASES: readonly RuleCase[] = [
  // What always runs.
  ['quota.pods', all(quota('requests.cpu: 1'), two()), hard('requests.cpu'), all(quota('requests.cpu: 3'), two())],
  ['quota.pods', all(quota('limits.memory: 1Gi'), two()), hard('limits.memory'), all(quota('limits.memory: 3Gi'), two())],
  ['quota.pods', all(quota('pods: 1'), two()), 'spec.hard.pods', all(quota('pods: 1', 'scopes: [BestEffort], '), two())],
  // The least of an autoscaler, not the most.
  [
    'quota.pods',
    all(quota('cpu: 3'), two('minReadySeconds: 0'), scaler('h', 'a', 3)),
    'spec.hard.cpu',
    all(quota('cpu: 3'), two('minReadySeconds: 0'), scaler('h', 'a', 2)),
  ],
  // One more pod while a rollout goes on, unless one may be taken away first.
  [
    'quota.pods',
    all(quota('requests.cpu: 2'), two()),
    hard('requests.cpu'),
    all(quota('requests.cpu: 2'), two('replicas: 2\n  strategy: {rollingUpdate: {maxUnavailable: 1}}')),
  ],
  [
    'quota.pods',
    all(quota('requests.cpu: 500m'), job('parallelism: 4')),
    hard('requests.cpu'),
    all(quota('requests.cpu: 1'), job('parallelism: 4')),
  ],
  [
    'quota.missing-request',
    all(quota('limits.cpu: 10'), two()),
    `${POD}.containers[0].resources`,
    all(quota('limits.cpu: 10'), range('type: Container, default: {cpu: 1}'), two()),
  ],
  [
    'quota.name',
    quota('nvidia.com/gpu: 4'),
    hard('nvidia.com/gpu'),
    quota('requests.nvidia.com/gpu: 4, gpu.nvidia.com.deviceclass.resource.k8s.io/devices: 4'),
  ],
  [
    'limit.range',
    all(range('type: Container, max: {memory: 512Mi}'), two()),
    `${POD}.containers[0].resources`,
    all(range('type: Container, max: {memory: 1Gi}'), two()),
  ],
  [
    'limit.range',
    all(range('type: Container, min: {cpu: 2}'), two()),
    `${POD}.containers[0].resources`,
    all(range('type: Container, min: {cpu: 700m}'), bare('requests: {cpu: 0.7, memory: 1Gi}, limits: {memory: 1Gi}')),
  ],
  ['limit.range', all(range('type: Pod, max: {cpu: 2}'), two()), POD, all(range('type: Pod, max: {memory: 1Gi}'), two())],
  [
    'limit.range',
    all(range('type: Container, maxLimitRequestRatio: {memory: 2}'), bare('requests: {cpu: 1, memory: 1Gi}, limits: {memory: 3Gi}')),
    `${POD}.containers[0].resources`,
    all(range('type: Container, maxLimitRequestRatio: {memory: 2}'), bare('requests: {cpu: 1, memory: 1Gi}, limits: {memory: 2Gi}')),
  ],
  [
    'limit.range',
    all(range('type: PersistentVolumeClaim, max: {storage: 10Gi}'), claim('11Gi')),
    'spec.resources',
    all(range('type: PersistentVolumeClaim, max: {storage: 10Gi}'), claim('10Gi')),
  ],
  [
    'queue.never-admitted',
    all(clusterQueue(3, '8Gi'), localQueue(), job('parallelism: 4')),
    POD,
    all(clusterQueue(3, '8Gi'), localQueue(), job('parallelism: 4, completions: 3')),
  ],
  [
    'queue.never-admitted',
    all(clusterQueue(3, '8Gi'), localQueue(), job('parallelism: 1', ', nvidia.com/gpu: 1')),
    POD,
    all(clusterQueue(3, '8Gi', 'cohortName: everybody, '), localQueue(), job('parallelism: 4', ', nvidia.com/gpu: 1')),
  ],
  [
    'queue.never-admitted',
    all(clusterQueue(5, '8Gi'), localQueue(), jobSet(3)),
    'spec.replicatedJobs[0].template.spec.template.spec',
    all(clusterQueue(5, '8Gi'), localQueue(), jobSet(2)),
  ],
  [
    'reference.queue',
    all(clusterQueue(4, '8Gi'), localQueue(), job('parallelism: 1', '', 'other')),
    'metadata.labels["kueue.x-k8s.io/queue-name"]',
    all(clusterQueue(4, '8Gi'), localQueue(), job('parallelism: 1')),
  ],
  ['reference.queue', all(clusterQueue(4, '8Gi'), localQueue('some')), 'spec.clusterQueue', localQueue('some')],
];
