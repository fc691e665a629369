import { contentHash } from './content-hash';

/** What a run's name is made of: the labels of its object, and its spec. */
export interface RunContent {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: object;
}

/** Labels that a queue reads once, at admission; Kueue refuses a change later. */
const QUEUE_LABELS = /^kueue\.x-k8s\.io\//;

/**
 * The hash of what makes a run this run and no other: everything in the spec of its object, and its queue.
 *
 * Two fields are left out, because changing them is meant for the run that goes on: `suspend` starts or stops it, `parallelism` makes it
 * faster or slower. The others either cannot be changed on a live run, or would have no effect on one that has finished.
 */
export function runHash(run: RunContent): string {
  const { suspend: _suspend, parallelism: _parallelism, ...spec } = (run.spec ?? {}) as { suspend?: unknown; parallelism?: unknown };
  const queue = Object.entries(run.metadata?.labels ?? {}).filter(([key]) => QUEUE_LABELS.test(key));
  return contentHash({ queue: Object.fromEntries(queue), spec });
}
