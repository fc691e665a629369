import type { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { kibibytes } from '../../base/units';
import type { SparkOptions } from './spark-job-props';

/** The memory of a Spark pod, in MiB as Spark writes it: `4096m`. */
export interface SparkMemory {
  /** The heap. */
  readonly memory: string;
  /** What the processes outside the heap may use. */
  readonly memoryOverhead: string;
}

/** Limits of Spark itself: the least overhead, and the least heap that it starts with. */
const LEAST_OVERHEAD = 384;
const LEAST_HEAP = 512;

const FACTORS: Readonly<Record<SparkOptions['type'], number>> = { Scala: 0.1, Java: 0.1, Python: 0.4, R: 0.4 };

/**
 * Heap and overhead that add up to the memory of a pod, to the MiB.
 *
 * Spark requests the sum of both. Both are written, so that the sum is the memory of the job, and not a tenth or a half more.
 *
 * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#memory
 */
export function sparkMemory(where: string, memory: Size, engine: SparkOptions): SparkMemory {
  const factor = engine.memoryOverheadFactor ?? FACTORS[engine.type];
  if (!(Number.isFinite(factor) && factor > 0)) {
    const what = `\`memoryOverheadFactor\` must be above zero, got ${factor}`;
    throw new ConfigError('BatchJob.memoryOverheadFactor', { where, what, fix: 'use for example 0.1 or 0.4' });
  }
  const total = Math.floor(kibibytes(memory) / 1024);
  const overhead = Math.max(LEAST_OVERHEAD, total - Math.floor(total / (1 + factor)));
  const heap = total - overhead;
  if (heap < LEAST_HEAP) {
    const what = `memory of ${total} MiB leaves ${heap} MiB for the heap, less than ${LEAST_HEAP}: ${overhead} MiB are overhead`;
    const fix = `use at least Size.mebibytes(${Math.ceil(Math.max(LEAST_HEAP + LEAST_OVERHEAD, LEAST_HEAP * (1 + factor)))})`;
    throw new ConfigError('BatchJob.memory', { where, what, fix });
  }
  return { memory: `${heap}m`, memoryOverhead: `${overhead}m` };
}
