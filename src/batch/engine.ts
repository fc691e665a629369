import type { JobSetEngine, JobSetOptions } from './job-set/job-set-engine';

/** Who runs a job on several nodes. Made by the factories of the same name. */
export type Engine = JobSetEngine;

/** Engines that exist: this library has no scheduler, no rendezvous and no runner of its own. */
export const Engine = {
  /**
   * A JobSet: nodes with stable host names that start, and start again, together. For torchrun, MPI, and whatever finds its peers by name.
   *
   * @see https://jobset.sigs.k8s.io
   */
  jobSet(options: JobSetOptions = {}): JobSetEngine {
    return { kind: 'jobSet', ...options };
  },
} as const;
