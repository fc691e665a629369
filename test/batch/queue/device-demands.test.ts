import { App, Chart } from 'cdk8s';
import { BatchJob } from '../../../src/batch/batch-job';
import type { BatchJobProps } from '../../../src/batch/batch-job-props';
import { Engine } from '../../../src/batch/job-engine';
import { Run } from '../../../src/batch/run/run';
import { Environment } from '../../../src/environment/environment';
import { demandsBelow } from '../../../src/kube/capacity/demand';
import { Gpu } from '../../../src/kube/devices/accelerator';
import { NODES } from '../engine-job';

const HEAD = { cpu: NODES.cpu, memory: NODES.memory };
const { deadline: _, ...endless } = NODES;
const spark = Engine.spark({ type: 'R', mainApplicationFile: 'local:///a.R', version: '4.0.1', driver: HEAD });

const JOBS: Readonly<Record<string, BatchJobProps>> = {
  'a JobSet': { ...NODES, run: Run.once(), engine: Engine.jobSet() },
  'a TrainJob': { ...NODES, run: Run.once(), engine: Engine.trainJob({ runtime: 'torch-distributed' }) },
  'a RayJob': { ...NODES, run: Run.once(), engine: Engine.ray({ entrypoint: 'python a.py', head: HEAD }) },
  'a RayCronJob': { ...NODES, run: Run.scheduled('@daily'), engine: Engine.ray({ entrypoint: 'python a.py', head: HEAD }) },
  'a SparkApplication': { ...endless, run: Run.once(), engine: spark, serviceAccount: 'spark' },
  'a Job of Volcano': { ...endless, run: Run.once(), engine: Engine.volcano() },
};

describe('the capacity of an environment counts', () => {
  test.each(Object.entries(JOBS))('all devices of %s', (_name, props) => {
    const app = new App();
    const job = new BatchJob(new Chart(app, 'test', { namespace: 'team-a' }), 'train', props);
    expect(demandsBelow(app)).toEqual([
      { workload: `team-a/${job.name}`, resource: 'nvidia.com/gpu', devices: 8, live: 0, batch: 4, construct: job, idle: false },
    ]);
  });

  test('products, other devices, and the queue', () => {
    const app = new App();
    const props = { ...NODES, run: Run.once(), engine: Engine.jobSet(), queue: 'team-a' };
    const accelerator = Gpu.nvidia(8, { product: 'H100' });
    const job = { ...props, accelerator, extendedResources: { 'rdma/hca': 1 } };
    new BatchJob(new Chart(app, 'test', { namespace: 'team-a' }), 'train', job);
    expect(demandsBelow(app)).toEqual([
      expect.objectContaining({ resource: 'nvidia.com/gpu', product: 'H100', devices: 8, batch: 4, queue: 'team-a' }),
      expect.objectContaining({ resource: 'rdma/hca', devices: 1, batch: 4, queue: 'team-a' }),
    ]);
  });

  test('and refuses more devices than it has', () => {
    const app = new App();
    const prod = new Environment(app, 'prod', { capacity: { 'nvidia.com/gpu': 31 }, pins: 'recommended' });
    new BatchJob(new Chart(prod, 'test', { namespace: 'team-a' }), 'train', { ...NODES, run: Run.once(), engine: Engine.jobSet() });
    const found = prod.node.validate();
    expect(found).toEqual([expect.stringContaining('32')]);
  });
});
