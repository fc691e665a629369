import type { NamedRef } from '../../kube/pod/environment-variables';

/** @see Engine.volcano */
export interface VolcanoEngine extends VolcanoOptions {
  readonly kind: 'volcano';
}

export interface VolcanoOptions {
  /** The queue of Volcano, which has queues of its own and takes none of Kueue. @default 'default' */
  readonly queue?: string | NamedRef;
  /** Nodes that must be free before any of them starts. 1 to `nodes` (`BatchJob.minAvailable`). @default - all of them */
  readonly minAvailable?: number;
  /** Processes on each node, for torchrun. @default - one for each device, or 1 */
  readonly processesPerNode?: number;
  /** Port of the first node where the others meet, for torchrun. @default 29500 */
  readonly port?: number;
}
