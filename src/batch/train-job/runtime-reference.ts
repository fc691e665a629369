import { ConfigError } from '../../base/config-error';
import { checkName, DNS_1035_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import type { TrainJobOptions } from './train-job-engine';
import type { TrainJobSpec } from './train-job-spec';

const KINDS = ['ClusterTrainingRuntime', 'TrainingRuntime'];

/** The runtime of a TrainJob. Nothing is left to the defaults of the API server. */
export function runtimeReference(where: string, { runtime }: Pick<TrainJobOptions, 'runtime'>): TrainJobSpec['runtimeRef'] {
  const { kind, name } = typeof runtime === 'string' ? { kind: 'ClusterTrainingRuntime', name: runtime } : (runtime ?? {});
  if (typeof name !== 'string' || !KINDS.includes(kind)) {
    const what = `runtime is ${JSON.stringify({ kind, name })}`;
    const fix = "use the name of a ClusterTrainingRuntime: 'torch-distributed', or { kind: 'TrainingRuntime', name: 'ours' }";
    throw new ConfigError('BatchJob.runtime', { where, what, fix });
  }
  return { apiGroup: 'trainer.kubeflow.org', kind, name: checkName('BatchJob.runtime', where, name, DNS_SUBDOMAIN) };
}

/** The replicated job whose pods are the nodes. */
export function jobOf(where: string, { job = 'node' }: Pick<TrainJobOptions, 'job'>): string {
  return checkName('BatchJob.job', where, job, DNS_1035_LABEL);
}
