import { ConfigError } from '../base/config-error';
import type { VllmProps } from './runtime';

/** How one server spreads over the devices of its pod. */
export interface Parallelism {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
}

/** The three sizes, whose product is the number of devices: fewer would pay for idle ones, more would never start. */
export function parallelism(where: string, props: VllmProps, devices: number): Parallelism {
  const { pipelineParallel: pipeline = 1, dataParallel: data = 1 } = props;
  const tensor = props.tensorParallel ?? Math.max(1, devices / (pipeline * data));
  const sizes = { tensorParallel: tensor, pipelineParallel: pipeline, dataParallel: data };
  const terms = Object.entries(sizes).map(([name, size]) => `${name} ${size}`);
  const whole = Object.values(sizes).every((size) => Number.isInteger(size) && size >= 1);
  const needed = tensor * pipeline * data;
  // Without devices the server runs on processors, and may still be split.
  if (whole && (devices === 0 || needed === devices)) return { tensor, pipeline, data };
  throw new ConfigError('MLService.parallelism', {
    where,
    what: `${terms.join(' × ')} = ${needed} devices, and the pod has ${devices}`,
    fix: 'use whole numbers whose product is the count of the accelerator, for example Gpu.nvidia(2) with tensorParallel: 2',
  });
}
