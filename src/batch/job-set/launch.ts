import type { Size } from 'cdk8s';
import { checkedFactories } from '../../base/validate-props';
import type { NamedRef } from '../../kube/pod/environment-variables';
import type { CpuAmount } from '../../kube/pod/resources';

/** How the processes of a job on several nodes find one another. Made by the factories of the same name. */
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
  /** Processes on each node. @default - one for each device, or 1 */
  readonly processesPerNode?: number;
  /** Port of the first node where the others meet. @default 29500 */
  readonly port?: number;
}

export interface MpiOptions {
  /**
   * A Secret of type `kubernetes.io/ssh-auth` with the keys `ssh-privatekey` and `ssh-publickey`. By it the launcher enters the workers.
   *
   * It is referred to, never written: make it with the tool that keeps your secrets.
   *
   * @example 'mpi-keys'
   */
  readonly sshKeys: string | NamedRef;
  /**
   * What the launcher's pod gets; the workers have the job's own `cpu` and `memory`.
   *
   * @example { cpu: Cpu.cores(1), memory: Size.gibibytes(2) }
   */
  readonly launcher: { readonly cpu: CpuAmount; readonly memory: Size };
  /** The home of the user who runs it all; the keys are mounted at `.ssh` in it. @default '/home/mpiuser' */
  readonly home?: string;
  /** What the workers run until the launcher is done. @default - the SSH daemon, with `.sshd_config` of the home */
  readonly daemon?: readonly string[];
  /** Processes on each worker. @default - one for each device, or 1 */
  readonly slotsPerNode?: number;
}

export const Launch = checkedFactories('Launch', {
  /**
   * The variables that torchrun reads: `PET_NNODES`, `PET_NODE_RANK`, `PET_NPROC_PER_NODE`, `PET_MASTER_ADDR` and `PET_MASTER_PORT`.
   *
   * The command needs nothing but the program: `command: ['torchrun', 'train.py']`. Programs that know nothing of torchrun can read them too.
   */
  torchrun(options: TorchrunOptions = {}): TorchrunLaunch {
    return { kind: 'torchrun', ...options };
  },
  /**
   * A launcher beside the nodes that runs the job's command; the nodes run an SSH daemon. `MPI_HOSTS` holds `host:slots` of all nodes:
   * `command: ['mpirun', '--host', '$(MPI_HOSTS)', 'python', 'train.py']`.
   *
   * The image must bring an SSH daemon that a user without privileges can run, as the base images of the MPI operator do.
   */
  mpi(options: MpiOptions): MpiLaunch {
    return { kind: 'mpi', ...options };
  },
  /** Nothing but names: `$(JOBSET_NAME)-node-0-0.$(JOBSET_NAME)` is the first node, and `JOB_COMPLETION_INDEX` the number of each. */
  plain(): PlainLaunch {
    return { kind: 'plain' };
  },
});
