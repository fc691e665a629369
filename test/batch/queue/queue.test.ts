import { ApiObject, App, Chart, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { Job } from '../../../imports/kubernetes';
import { BatchJob } from '../../../src/batch/batch-job';
import type { BatchJobProps } from '../../../src/batch/batch-job-props';
import type { OneNodeProps } from '../../../src/batch/job/plain-job-props';
import { Engine } from '../../../src/batch/job-engine';
import { Queue, type QueueTopology } from '../../../src/batch/queue/queue';
import { Run } from '../../../src/batch/run/run';
import { Environment } from '../../../src/environment/environment';
import { Gpu } from '../../../src/kube/devices/accelerator';
import { codeOf } from '../../support/code-of';
import { LEAST } from '../any-job';
import { objectOf } from '../engine-job';

const K = 'kueue.x-k8s.io';

function made(queue: BatchJobProps['queue']): Job {
  return objectOf({ ...LEAST, run: Run.once(), queue } as BatchJobProps);
}

/** The fields of a map whose keys belong to Kueue. */
function kueueFields(fields: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key.startsWith(K)));
}

const labels = (queue: BatchJobProps['queue']) => kueueFields(made(queue).metadata?.labels);
const topologyOf = (queue: BatchJobProps['queue']) => kueueFields(made(queue).spec?.template.metadata?.annotations);

describe('a queue', () => {
  test('is a label, and its priority is another one', () => {
    expect(labels('team-a')).toEqual({ [`${K}/queue-name`]: 'team-a' });
    expect(labels(Queue.local({ name: 'team-a' }, { priority: { name: 'nightly' } }))).toEqual({
      [`${K}/queue-name`]: 'team-a',
      [`${K}/priority-class`]: 'nightly',
    });
    expect(labels(undefined)).toEqual({});
  });

  test.each<[QueueTopology, string, string]>([
    [{ required: 'cloud.provider.com/rack' }, 'required', 'cloud.provider.com/rack'],
    [{ preferred: 'cloud.provider.com/block' }, 'preferred', 'cloud.provider.com/block'],
    [{ unconstrained: true }, 'unconstrained', 'true'],
  ])('with the topology %j is an annotation of the pods', (topology, kind, value) => {
    expect(topologyOf(Queue.local('team-a', { topology }))).toEqual({ [`${K}/podset-${kind}-topology`]: value });
  });

  test('that is a construct has no options, whatever fields the construct has', () => {
    class Topology extends Construct {
      readonly name = 'team-a';
      readonly topology = { required: 'rack' };
    }
    expect(topologyOf(new Topology(new Chart(new App(), 'test'), 'queue'))).toEqual({});
  });

  test.each<[string, unknown]>([
    ['a name with a capital', 'Team'],
    ['a name of 64 characters', 'a'.repeat(64)],
    ['an invalid priority name', Queue.local('team-a', { priority: 'High Priority' })],
  ])('refuses %s', (_, queue) => {
    expect(codeOf(() => made(queue as Queue))).toBe('BatchJob.queue');
  });

  test.each<unknown>([
    {},
    { required: 1 },
    { required: 'a', preferred: 'b' },
    { unconstrained: false },
    { rack: 'a' },
    { required: 'a/b/c' },
  ])('refuses the topology %j', (topology) => {
    expect(codeOf(() => made({ name: 'team-a', topology: topology as QueueTopology }))).toBe('BatchJob.queue');
  });
});

const KUEUE = { apiVersion: 'kueue.x-k8s.io/v1beta2' };
const ALL = ['cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu'];
const GPU = { accelerator: Gpu.nvidia(1), deadline: Duration.hours(1) };

/** A LocalQueue `team-a`, and the ClusterQueue behind it. */
function queues(scope: Construct, coveredResources = ALL, namespace = 'team-a'): void {
  const chart = new Chart(scope, 'queues', { namespace });
  new ApiObject(chart, 'cluster', {
    ...KUEUE,
    kind: 'ClusterQueue',
    metadata: { name: 'all' },
    spec: { resourceGroups: [{ coveredResources }] },
  });
  new ApiObject(chart, 'local', { ...KUEUE, kind: 'LocalQueue', metadata: { name: 'team-a' }, spec: { clusterQueue: 'all' } });
}

function job(scope: Construct, props: Partial<OneNodeProps> = {}, id = 'train'): BatchJob {
  return new BatchJob(new Chart(scope, `${id}-chart`, { namespace: 'team-a' }), id, { ...LEAST, run: Run.once(), ...props });
}

function findings(build: (app: App) => void): readonly string[] {
  const app = new App();
  build(app);
  return app.node.validate();
}

describe('the check of queues accepts', () => {
  test.each<[string, (app: App) => void]>([
    ['a device without a queue where there are none', (app) => job(app, GPU)],
    ['a job without a device and without a queue', (app) => [queues(app), job(app)]],
    ['a job in its queue', (app) => [queues(app), job(app, { ...GPU, queue: 'team-a' })]],
    ['a job that is created before the queues', (app) => [job(app, { ...GPU, queue: 'team-a' }), queues(app)]],
    [
      'a queue in a namespace whose queues are created elsewhere',
      (app) => [queues(app, ALL, 'team-b'), job(app, { ...GPU, queue: 'other' })],
    ],
    [
      'a device in another cluster',
      (app) => [queues(new Environment(app, 'prod', { pins: 'recommended' })), job(new Environment(app, 'dev'), GPU)],
    ],
  ])('%s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});

describe('the check of queues refuses', () => {
  test.each<[string, string, (app: App) => void]>([
    ['a device without a queue', 'bypasses the quota', (app) => [queues(app), job(app, GPU)]],
    ['a queue that does not exist', 'use team-a', (app) => [queues(app), job(app, { queue: 'team-b' })]],
    ['a resource without quota', 'requests ephemeral-storage', (app) => [queues(app, ['cpu', 'memory']), job(app, { queue: 'team-a' })]],
    [
      'a device without quota',
      'requests amd.com/gpu',
      (app) => [queues(app), job(app, { ...GPU, accelerator: Gpu.amd(1), queue: 'team-a' })],
    ],
    [
      'a container without requests',
      'container "fetch" requests no cpu and no memory',
      (app) => [queues(app), job(app, { queue: 'team-a', initContainers: [{ name: 'fetch', image: 'fetch:1' }] })],
    ],
  ])('%s', (_, text, build) => {
    expect(findings(build)).toEqual([expect.stringContaining(text)]);
    expect(findings(build)).toEqual([expect.stringMatching(/^train-chart\/train: [\s\S]*\[BatchJob.queue\]$/)]);
  });

  const NODES = { nodes: 4, accelerator: Gpu.nvidia(8), deadline: Duration.hours(1) };
  const HEAD = { cpu: LEAST.cpu, memory: LEAST.memory };

  test.each<[string, Partial<BatchJobProps>]>([
    ['a JobSet', { ...NODES, engine: Engine.jobSet() }],
    ['a TrainJob', { ...NODES, engine: Engine.trainJob({ runtime: 'torch-distributed' }) }],
    ['a RayJob', { ...NODES, engine: Engine.ray({ entrypoint: 'python a.py', head: HEAD }) }],
  ])('all devices of %s without a queue', (_, props) => {
    const found = findings((app) => [queues(app), job(app, props as Partial<OneNodeProps>)]);
    expect(found).toEqual([expect.stringContaining('requests 32 nvidia.com/gpu without a queue')]);
  });

  test('a resource without quota in any pod that an engine makes', () => {
    const ray = { nodes: 4, engine: Engine.ray({ entrypoint: 'python a.py', head: HEAD }), queue: 'team-a' } as Partial<BatchJobProps>;
    const found = findings((app) => [queues(app, ['cpu']), job(app, ray as Partial<OneNodeProps>)]);
    expect(found).toEqual([expect.stringContaining('container "ray-head" requests ')]);
  });

  test('nothing about disk in a SparkApplication, which requests none', () => {
    const driver = { cpu: LEAST.cpu, memory: LEAST.memory };
    const engine = Engine.spark({ type: 'R', mainApplicationFile: 'local:///a.R', version: '4.0.1', driver });
    const spark = { nodes: 2, engine, serviceAccount: 'spark', queue: 'team-a' } as Partial<BatchJobProps>;
    expect(findings((app) => [queues(app, ['cpu', 'memory']), job(app, spark as Partial<OneNodeProps>)])).toEqual([]);
  });

  test('schedules too, and each job once', () => {
    const found = findings((app) => {
      queues(app);
      job(app, { ...GPU, run: Run.scheduled('@daily') }, 'one');
      job(app, { ...GPU, memory: Size.gibibytes(4) }, 'two');
    });
    expect(found).toHaveLength(2);
  });
});
