import { type Chart, Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { BatchJob } from '../../src/batch/batch-job';
import { Engine } from '../../src/batch/job-engine';
import { Queue } from '../../src/batch/queue/queue';
import { Run } from '../../src/batch/run/run';
import { Gpu } from '../../src/kube/devices/accelerator';

const image = 'ghcr.io/acme/train:1.4@sha256:3f5a0c9e7b1d2846a9c3e5f70b6d8124c0e9a7b5d3f1286490ace8b6d4f20135';

/** The examples of docs/batch-engines.md, in its order. */
export const ENGINE_EXAMPLES: Readonly<Record<string, (chart: Chart) => void>> = {
  'Engine.jobSet()': (chart) => {
    new BatchJob(chart, 'train', {
      run: Run.once(),
      nodes: 4,
      engine: Engine.jobSet(),
      image,
      command: ['torchrun', 'train.py'],
      cpu: Cpu.cores(32),
      memory: Size.gibibytes(256),
      accelerator: Gpu.nvidia(8),
      deadline: Duration.hours(12),
      finalExitCodes: [2],
      queue: Queue.local('team-a', { topology: { required: 'cloud.provider.com/rack' } }),
    });
  },
  'Engine.trainJob({ runtime })': (chart) => {
    new BatchJob(chart, 'fine-tune', {
      run: Run.once(),
      nodes: 2,
      engine: Engine.trainJob({ runtime: 'torch-distributed' }),
      image,
      command: ['torchrun', 'train.py'],
      cpu: Cpu.cores(32),
      memory: Size.gibibytes(256),
      accelerator: Gpu.nvidia(8),
      deadline: Duration.hours(12),
      queue: 'team-a',
    });
  },
  'Engine.ray({ … })': (chart) => {
    new BatchJob(chart, 'tune', {
      run: Run.once(),
      nodes: 4,
      engine: Engine.ray({ entrypoint: 'python tune.py', head: { cpu: Cpu.cores(4), memory: Size.gibibytes(16) } }),
      image,
      cpu: Cpu.cores(16),
      memory: Size.gibibytes(64),
      accelerator: Gpu.nvidia(1),
      deadline: Duration.hours(6),
      queue: 'team-a',
    });
  },
  'Engine.spark({ … })': (chart) => {
    new BatchJob(chart, 'features', {
      run: Run.scheduled('0 1 * * *', { timeZone: 'Europe/Berlin' }),
      nodes: 8,
      engine: Engine.spark({
        type: 'Python',
        mainApplicationFile: 'local:///opt/app/features.py',
        version: '4.0.1',
        driver: { cpu: Cpu.cores(2), memory: Size.gibibytes(8) },
      }),
      image,
      cpu: Cpu.cores(4),
      memory: Size.gibibytes(32),
      serviceAccount: 'spark',
    });
  },
  'Engine.volcano()': (chart) => {
    new BatchJob(chart, 'simulate', {
      run: Run.once(),
      nodes: 4,
      engine: Engine.volcano({ queue: 'research' }),
      image,
      command: ['torchrun', 'simulate.py'],
      cpu: Cpu.cores(8),
      memory: Size.gibibytes(32),
      finalExitCodes: [2],
    });
  },
};
