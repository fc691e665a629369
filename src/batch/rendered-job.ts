import type { PodTemplateSpec } from '../../imports/kubernetes';
import type { CustomObject } from '../kube/kube-object';
import type { LabelContext, PodIdentity } from '../kube/labels';
import type { JobNameProps } from './many-nodes';

/** Pods of one kind that a job makes. */
export interface PodSet {
  readonly template: PodTemplateSpec;
  /** How many of them run at once. */
  readonly count: number;
}

/** An object that an engine runs, and the pods that it makes of it. */
export interface RenderedJob {
  readonly manifest: CustomObject;
  readonly pods: readonly PodSet[];
}

/**
 * What the labels say of a job.
 *
 * Never the hash of a run: the same labels select the pods of every run, and a label in the template would be part of what is hashed.
 */
export function jobIdentity(name: string, { app, version }: Pick<JobNameProps, 'app' | 'version'>, context: LabelContext): PodIdentity {
  return { app: app ?? name, instance: name, component: 'batch-job', version, context };
}
