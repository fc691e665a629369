import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { BatchJob } from '../../src/batch/batch-job';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import { jobManifest } from '../../src/batch/job-manifest';
import { resolveJob } from '../../src/batch/resolve-job';
import { Gpu } from '../../src/kube/devices/accelerator';
import { IMAGE } from './any-job';

/** Props that jobs with devices on several nodes have in common. */
export const NODES = {
  nodes: 4,
  image: IMAGE,
  cpu: Cpu.cores(32),
  memory: Size.gibibytes(256),
  accelerator: Gpu.nvidia(8),
  deadline: Duration.hours(12),
} as const;

/** A job in a new chart. */
export function engineJob(props: BatchJobProps, id = 'train', app = new App()): BatchJob {
  return new BatchJob(new Chart(app, 'test', { namespace: 'team-a' }), id, props);
}

/** The object that a job renders to. */
export function objectOf<Rendered>(props: BatchJobProps, id = 'train'): Rendered {
  return engineJob(props, id).resource.toJson() as Rendered;
}

/** How many pods of each kind queues and capacity see. */
export function podCounts(props: BatchJobProps): readonly number[] {
  const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
  return jobManifest(resolveJob(chart, 'train', props)).pods.map(({ count }) => count);
}
