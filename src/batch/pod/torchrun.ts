import type { EnvSource, EnvVariables } from '../../kube/pod/environment-variables';
import { wholeNumber } from '../../kube/whole-number';

/** What torchrun needs to connect the nodes. */
export interface Rendezvous {
  readonly nodes: number;
  readonly processesPerNode: number;
  /** The number of the node, starting at 0. */
  readonly rank: EnvSource;
  /** Host name of the first node. May refer to variables that are listed before. */
  readonly address: string;
  readonly port: number;
}

/** The default port, as in the runtimes of Kubeflow. */
export const RENDEZVOUS_PORT = 29500;

/**
 * The variables of torchrun. Each sets the option of the same name: `PET_NNODES` sets `--nnodes`.
 *
 * @see https://docs.pytorch.org/docs/stable/elastic/run.html
 */
export function torchrunVariables(where: string, { nodes, processesPerNode, rank, address, port }: Rendezvous): EnvVariables {
  wholeNumber('BatchJob.processesPerNode', where, processesPerNode, { title: 'processesPerNode', min: 1 });
  // Ports below 1024 need a privilege that the pods do not have.
  wholeNumber('BatchJob.port', where, port, { title: 'the rendezvous port', min: 1024, max: 65535 });
  return {
    PET_NNODES: `${nodes}`,
    PET_NPROC_PER_NODE: `${processesPerNode}`,
    PET_NODE_RANK: rank,
    PET_MASTER_ADDR: address,
    PET_MASTER_PORT: `${port}`,
  };
}
