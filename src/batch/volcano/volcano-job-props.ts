import type { NamedRef } from '../../kube/pod/environment-variables';
import type { JobNameProps, ManyNodesProps, RestartProps } from '../job-props';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce } from '../run/run';

/** @see Engine.volcano */
export interface VolcanoEngine extends VolcanoOptions {
  readonly kind: 'volcano';
}

export interface VolcanoOptions {
  /** The queue of Volcano, for example `'research'`. Kueue queues do not apply. @default 'default' */
  readonly queue?: string | NamedRef;
  /** Nodes that must be free before any of them starts. 1 to `nodes` (`BatchJob.minAvailable`). @default - all of them */
  readonly minAvailable?: number;
  /** Processes per node, for torchrun. At least 1 (`BatchJob.processesPerNode`). @default - one per device, or 1 */
  readonly processesPerNode?: number;
  /** Port of the first node where the others meet, for torchrun. 1024 to 65535 (`BatchJob.port`). @default 29500 */
  readonly port?: number;
}

/**
 * A job that Volcano runs on several nodes.
 *
 * There is no `deadline`, which the Job of Volcano does not have: a job that hangs holds its nodes until it is deleted. There is no Kueue
 * queue either.
 */
export interface VolcanoJobProps extends JobNameProps, ManyNodesProps, RestartProps, Omit<JobPodProps, 'schedulerName'> {
  /** What runs the nodes: `Engine.jobSet()` (`BatchJob.engine`). */
  readonly engine: VolcanoEngine;
  /**
   * When the job runs: `Run.once()`. Refused (`BatchJob.run`): `Run.scheduled()`, for which Volcano has no object here, and
   * `Run.onEveryChange()`, because Flux does not recognize the webhook's refusal of a change as a reason to delete and create.
   *
   * @example Run.once()
   */
  readonly run: (Omit<RunOnce, 'suspend'> & { readonly suspend?: undefined }) | RunHook;
  /**
   * Exit codes of any container that fail the job at once, for example `[2]`. 1 to 255 (`BatchJob.finalExitCodes`).
   *
   * @example [2]
   * @default - none: every failure restarts all nodes
   */
  readonly finalExitCodes?: readonly number[];
}
