import type { PodTemplateSpec } from '../../../imports/kubernetes';

/**
 * The fields of a Volcano Job that this library writes.
 *
 * @see https://volcano.sh/en/docs/vcjob/
 */
export interface VolcanoJobSpec {
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

/** What an event, or an exit code, does to the job. The first policy that fits decides. */
export type VolcanoPolicy =
  | { readonly exitCode: number; readonly action: 'TerminateJob' }
  | { readonly event: 'PodEvicted' | 'PodFailed'; readonly action: 'RestartJob' }
  | { readonly event: 'TaskCompleted'; readonly action: 'CompleteJob' };
