import { ApiObject, App, Chart, Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { BatchJob } from '../../src/batch/batch-job';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import { Engine } from '../../src/batch/job-engine';
import type { OneNodeProps } from '../../src/batch/one-node-props';
import { Run } from '../../src/batch/run/run';
import { Environment } from '../../src/environment/environment';
import { Gpu } from '../../src/kube/devices/accelerator';
import { LEAST } from './any-job';

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

describe('queues have nothing against', () => {
  test.each<[string, (app: App) => void]>([
    ['a device without a queue where there are none', (app) => job(app, GPU)],
    ['a job without a device and without a queue', (app) => [queues(app), job(app)]],
    ['a job in its queue', (app) => [queues(app), job(app, { ...GPU, queue: 'team-a' })]],
    ['a job that was there before the queues', (app) => [job(app, { ...GPU, queue: 'team-a' }), queues(app)]],
    ['a queue in a namespace whose queues are made elsewhere', (app) => [queues(app, ALL, 'team-b'), job(app, { ...GPU, queue: 'other' })]],
    [
      'a device in a cluster of its own',
      (app) => [queues(new Environment(app, 'prod', { pins: 'recommended' })), job(new Environment(app, 'dev'), GPU)],
    ],
  ])('%s', (_, build) => {
    expect(findings(build)).toEqual([]);
  });
});

describe('queues find', () => {
  test.each<[string, string, (app: App) => void]>([
    ['a device without a queue', 'would bypass their quota', (app) => [queues(app), job(app, GPU)]],
    ['a queue that is not there', 'use team-a', (app) => [queues(app), job(app, { queue: 'team-b' })]],
    ['a resource without quota', 'asks for ephemeral-storage', (app) => [queues(app, ['cpu', 'memory']), job(app, { queue: 'team-a' })]],
    [
      'a device without quota',
      'asks for amd.com/gpu',
      (app) => [queues(app), job(app, { ...GPU, accelerator: Gpu.amd(1), queue: 'team-a' })],
    ],
    [
      'a container that asks for nothing',
      'container "fetch" asks for no cpu and no memory',
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
    expect(found).toEqual([expect.stringContaining('asks for 32 nvidia.com/gpu without a queue')]);
  });

  test('a resource without quota in any pod that an engine makes', () => {
    const ray = { nodes: 4, engine: Engine.ray({ entrypoint: 'python a.py', head: HEAD }), queue: 'team-a' } as Partial<BatchJobProps>;
    const found = findings((app) => [queues(app, ['cpu']), job(app, ray as Partial<OneNodeProps>)]);
    expect(found).toEqual([expect.stringContaining('container "ray-head" asks for ')]);
  });

  test('nothing about disk in a SparkApplication, which asks for none', () => {
    const driver = { cpu: LEAST.cpu, memory: LEAST.memory };
    const engine = Engine.spark({ type: 'R', mainApplicationFile: 'local:///a.R', version: '4.0.1', driver });
    const spark = { nodes: 2, engine, serviceAccount: 'spark', queue: 'team-a' } as Partial<BatchJobProps>;
    expect(findings((app) => [queues(app, ['cpu', 'memory']), job(app, spark as Partial<OneNodeProps>)])).toEqual([]);
  });

  test('the same for a schedule, and each job once', () => {
    const found = findings((app) => {
      queues(app);
      job(app, { ...GPU, run: Run.scheduled('@daily') }, 'one');
      job(app, { ...GPU, memory: Size.gibibytes(4) }, 'two');
    });
    expect(found).toHaveLength(2);
  });
});
