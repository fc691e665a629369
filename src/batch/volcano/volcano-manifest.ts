import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { podTemplate } from '../../kube/pod/resolve-pod';
import { jobLabels, type RenderedJob } from '../job-basics';
import { hookAnnotations } from '../run/run-object';
import { NODE_TASK, type ResolvedVolcanoJob } from './resolve-volcano-job';

/**
 * The fields of a Volcano Job that this library writes.
 *
 * @see https://volcano.sh/en/docs/vcjob/
 */
interface VolcanoJobSpec {
  readonly schedulerName: 'volcano';
  readonly queue: string;
  readonly minAvailable: number;
  readonly maxRetry: number;
  readonly priorityClassName?: string;
  readonly plugins: Readonly<Record<string, readonly string[]>>;
  readonly policies: readonly VolcanoPolicy[];
  readonly tasks: readonly {
    readonly name: string;
    readonly replicas: number;
    readonly minAvailable: number;
    readonly maxRetry: number;
    readonly template: PodTemplateSpec;
  }[];
}

/** What an event, or an exit code, does to the job. The first policy that matches applies. */
type VolcanoPolicy =
  | { readonly exitCode: number; readonly action: 'TerminateJob' }
  | { readonly event: 'PodEvicted' | 'PodFailed'; readonly action: 'RestartJob' }
  | { readonly event: 'TaskCompleted'; readonly action: 'CompleteJob' };

/** The Job of Volcano. */
export function volcanoManifest(job: ResolvedVolcanoJob): RenderedJob {
  const { name, run, nodes, minAvailable, priorityClassName } = job;
  const template = podTemplate(job.pod);
  const spec: VolcanoJobSpec = {
    schedulerName: 'volcano',
    queue: job.volcanoQueue,
    minAvailable,
    // Volcano counts tries, not retries, and reads 0 as unset, which means 3.
    maxRetry: job.retries + 1,
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    // Host names of the pods, and a Service for them. The network policy of the plugin would admit only pods of the job, whatever policies
    // the namespace has.
    plugins: { svc: ['--disable-network-policy=true', '--publish-not-ready-addresses=true'] },
    policies: policies(job),
    // `maxRetry` of a task is the default, written because Argo CD compares the whole list.
    tasks: [{ name: NODE_TASK, replicas: nodes, minAvailable, maxRetry: 3, template }],
  };
  const metadata = { name, labels: jobLabels(job), ...hookAnnotations(run) };
  return { manifest: { apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', metadata, spec }, pods: [{ template, count: nodes }] };
}

/** Exit codes first: a pod that exits with one is a failed pod as well. */
function policies({ finalExitCodes }: ResolvedVolcanoJob): readonly VolcanoPolicy[] {
  return [
    ...finalExitCodes.map((exitCode): VolcanoPolicy => ({ exitCode, action: 'TerminateJob' })),
    { event: 'PodEvicted', action: 'RestartJob' },
    { event: 'PodFailed', action: 'RestartJob' },
    { event: 'TaskCompleted', action: 'CompleteJob' },
  ];
}
