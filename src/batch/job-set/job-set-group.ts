import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { Env, type EnvVariables } from '../../kube/pod/environment-variables';

/** Pods of a JobSet that are alike. */
export interface JobSetGroup {
  readonly name: string;
  readonly nodes: number;
  readonly template: PodTemplateSpec;
  /** The group that must be ready before. */
  readonly after?: string;
}

/** The name of the set by a variable, because the name itself is made of everything that is written here. */
export const JOBSET_NAME: EnvVariables = { JOBSET_NAME: Env.field("metadata.labels['jobset.sigs.k8s.io/jobset-name']") };
