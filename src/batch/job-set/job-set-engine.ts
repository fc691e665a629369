import type { Launch } from './launch';

/** @see Engine.jobSet */
export interface JobSetEngine extends JobSetOptions {
  readonly kind: 'jobSet';
}

export interface JobSetOptions {
  /** How the processes of the nodes find one another. @default Launch.torchrun() */
  readonly launch?: Launch;
}
