import type { Chart } from 'cdk8s';
import type { Environment } from 'cdk8s-mlops';

/** The accelerator of all clusters, as a capacity counts it. */
export const H100_PRODUCT = 'NVIDIA-H100-80GB-HBM3';
export const H100 = `nvidia.com/gpu/${H100_PRODUCT}`;

/** An environment, and how large things are in it. */
export interface Stage {
  readonly environment: Environment;
  readonly replicas: number;
  /** GPUs of one language model server. */
  readonly gpus: number;
}

/** What a team brings: charts, each a unit of delivery. */
export interface Team {
  readonly name: string;
  readonly charts: readonly Chart[];
}
