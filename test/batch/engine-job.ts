import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { BatchJob } from '../../src/batch/batch-job';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import { Gpu } from '../../src/kube/devices/accelerator';
import { IMAGE } from './any-job';

/** What every job with devices on several nodes is given. */
export const NODES = {
  nodes: 4,
  image: IMAGE,
  cpu: Cpu.cores(32),
  memory: Size.gibibytes(256),
  accelerator: Gpu.nvidia(8),
  deadline: Duration.hours(12),
} as const;

/** A job in a chart of its own. */
export function engineJob(props: BatchJobProps, id = 'train', app = new App()): BatchJob {
  return new BatchJob(new Chart(app, 'test', { namespace: 'team-a' }), id, props);
}
