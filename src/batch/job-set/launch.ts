import type { Size } from 'cdk8s';
import { checkedFactories } from '../../base/validate-props';
import type { NamedRef } from '../../kube/pod/environment-variables';
import type { CpuAmount } from '../../kube/pod/resources';

/** How the processes of a job on several nodes find each other. Created by the factories of the same name. */
export type Launch = TorchrunLaunch | MpiLaunch | PlainLaunch;

/** @see Launch.torchrun */
export interface TorchrunLaunch extends TorchrunOptions {
  readonly kind: 'torchrun';
}

/** @see Launch.mpi */
export interface MpiLaunch extends MpiOptions {
  readonly kind: 'mpi';
}

/** @see Launch.plain */
export interface PlainLaunch {
  readonly kind: 'plain';
}

export interface TorchrunOptions {
  /** Processes per node, at least 1 (`BatchJob.processesPerNode`). @default - one per device, or 1 */
  readonly processesPerNode?: number;
  /** Port of the first node where the others meet, 1024 to 65535 (`BatchJob.port`). @default 29500 */
  readonly port?: number;
}

export interface MpiOptions {
  /**
   * A Secret of type `kubernetes.io/ssh-auth` with the keys `ssh-privatekey` and `ssh-publickey`, for example `'mpi-keys'`. The launcher logs in to
   * the workers with them (`BatchJob.sshKeys`).
   *
   * It is referenced, never written: create it with your tool for secrets.
   *
   * @example 'mpi-keys'
   */
  readonly sshKeys: string | NamedRef;
  /**
   * Resources of the launcher's pod: `{ cpu: Cpu.cores(1), memory: Size.gibibytes(2) }`. The workers have `cpu` and `memory` of the job.
   *
   * @example { cpu: Cpu.cores(1), memory: Size.gibibytes(2) }
   */
  readonly launcher: { readonly cpu: CpuAmount; readonly memory: Size };
  /** Home directory of the user; the keys are mounted at `.ssh` in it (`BatchJob.home`). @default '/home/mpiuser' */
  readonly home?: string;
  /** What the workers run until the launcher is done. @default - the SSH daemon, with `.sshd_config` of the home directory */
  readonly daemon?: readonly string[];
  /** Processes per worker, at least 1 (`BatchJob.slotsPerNode`). @default - one per device, or 1 */
  readonly slotsPerNode?: number;
}

export const Launch = checkedFactories('Launch', {
  /**
   * The variables that torchrun reads: `PET_NNODES`, `PET_NODE_RANK`, `PET_NPROC_PER_NODE`, `PET_MASTER_ADDR` and `PET_MASTER_PORT`.
   *
   * The command is just the program: `command: ['torchrun', 'train.py']`. Programs without torchrun can read the variables too.
   */
  torchrun(options: TorchrunOptions = {}): TorchrunLaunch {
    return { kind: 'torchrun', ...options };
  },
  /**
   * A launcher beside the nodes that runs the command of the job; the nodes run an SSH daemon. `MPI_HOSTS` holds `host:slots` of all nodes:
   * `command: ['mpirun', '--host', '$(MPI_HOSTS)', 'python', 'train.py']`.
   *
   * The image must contain an SSH daemon that a user without privileges can run, like the base images of the MPI operator.
   */
  mpi(options: MpiOptions): MpiLaunch {
    return { kind: 'mpi', ...options };
  },
  /** Host names only: `$(JOBSET_NAME)-node-0-0.$(JOBSET_NAME)` is the first node, `JOB_COMPLETION_INDEX` the number of each. */
  plain(): PlainLaunch {
    return { kind: 'plain' };
  },
});
