import type { JobTemplateSpec } from '../../imports/kubernetes';
import { contentHash } from './content-hash';

/** Labels that a queue reads once, at admission; Kueue refuses a change later. */
const QUEUE_LABELS = /^kueue\.x-k8s\.io\//;

/**
 * The hash of what makes a run this run and no other: everything in the job's spec, and its queue.
 *
 * Two fields are left out, because changing them is meant for the run that goes on: `suspend` starts or stops it, `parallelism` makes it
 * faster or slower. The others either cannot be changed on a live Job, or would have no effect on one that has finished.
 */
export function runHash(job: JobTemplateSpec): string {
  const { suspend: _suspend, parallelism: _parallelism, ...spec } = job.spec ?? ({} as never);
  const queue = Object.entries(job.metadata?.labels ?? {}).filter(([key]) => QUEUE_LABELS.test(key));
  return contentHash({ queue: Object.fromEntries(queue), spec });
}
