import { createHash } from 'node:crypto';

/** Hexadecimal digits of a content hash. Two specs of one job collide once in four billion. */
export const HASH_LENGTH = 8;

/** What a run is named after: the labels of its object, and its spec. */
export interface RunContent {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: object;
}

/** Kueue reads these labels once, at admission, and refuses a later change. */
const QUEUE_LABELS = /^kueue\.x-k8s\.io\//;

/**
 * The hash of everything that distinguishes a run: the spec of its object, and its queue.
 *
 * Two fields do not count, because they are changed on a live run: `suspend` pauses or resumes it, `parallelism` makes it faster or slower.
 * The others are either immutable on a live run, or have no effect on a finished one.
 */
export function runHash(run: RunContent): string {
  const { suspend: _suspend, parallelism: _parallelism, ...spec } = (run.spec ?? {}) as { suspend?: unknown; parallelism?: unknown };
  const queue = Object.entries(run.metadata?.labels ?? {}).filter(([key]) => QUEUE_LABELS.test(key));
  return contentHash({ queue: Object.fromEntries(queue), spec });
}

/** A short hash of plain data. The order of keys does not count, and neither do undefined fields. */
export function contentHash(data: unknown): string {
  return createHash('sha256').update(canonicalJson(data)).digest('hex').slice(0, HASH_LENGTH);
}

/** JSON with sorted keys and no white space. Lists keep their order, which Kubernetes gives a meaning. */
export function canonicalJson(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (data === null || typeof data !== 'object') return JSON.stringify(data);
  const fields = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`);
  return `{${fields.join(',')}}`;
}
