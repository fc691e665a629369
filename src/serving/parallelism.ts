import { ConfigError } from '../base/config-error';
import type { VllmProps } from './runtime';

/** How one server spreads over the devices of its pods. */
export interface Parallelism {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
}

/** The three sizes, whose product is the number of devices: fewer would pay for idle ones, more would never start. */
export function parallelism(where: string, props: VllmProps, devicesOfPod: number, nodes = 1): Parallelism {
  // Layers one after the other between nodes, shared within: the network between nodes is the slower one.
  const { pipelineParallel: pipeline = nodes, dataParallel: data = 1 } = props;
  // Without devices the server runs on processors: one process a node, or split further.
  const devices = nodes === 1 ? devicesOfPod : Math.max(1, devicesOfPod) * nodes;
  const tensor = props.tensorParallel ?? Math.max(1, devices / (pipeline * data));
  const sizes = { tensorParallel: tensor, pipelineParallel: pipeline, dataParallel: data };
  const terms = Object.entries(sizes).map(([name, size]) => `${name} ${size}`);
  const whole = Object.values(sizes).every((size) => Number.isInteger(size) && size >= 1);
  const needed = tensor * pipeline * data;
  if (whole && (devices === 0 || needed === devices)) return { tensor, pipeline, data };
  throw new ConfigError('MLService.parallelism', {
    where,
    what: `${terms.join(' × ')} = ${needed} devices, and ${nodes === 1 ? 'the pod has' : `${nodes} pods have`} ${devices}`,
    fix: 'use whole numbers whose product is the count of the accelerator, for example Gpu.nvidia(2) with tensorParallel: 2',
  });
}
