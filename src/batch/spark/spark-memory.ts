import type { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { kibibytes } from '../../base/units';
import type { SparkPodSpec } from './spark-application-spec';
import type { SparkOptions } from './spark-engine';

/** Spark's own: what the processes beside the heap never get less of, and the least heap that it starts with. */
const LEAST_OVERHEAD = 384;
const LEAST_HEAP = 512;

const FACTORS: Readonly<Record<SparkOptions['type'], number>> = { Scala: 0.1, Java: 0.1, Python: 0.4, R: 0.4 };

/**
 * Heap and overhead that together are a pod's memory, to the MiB.
 *
 * Spark asks for the sum of both. Said apart, the sum is what the job was given, and not a tenth or a half more.
 *
 * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#memory
 */
export function sparkMemory(where: string, memory: Size, engine: SparkOptions): Pick<SparkPodSpec, 'memory' | 'memoryOverhead'> {
  const factor = engine.memoryOverheadFactor ?? FACTORS[engine.type];
  if (!(Number.isFinite(factor) && factor > 0)) {
    const what = `memoryOverheadFactor is ${factor}`;
    throw new ConfigError('BatchJob.memoryOverheadFactor', { where, what, fix: 'use a number above zero: 0.1, 0.4' });
  }
  const total = Math.floor(kibibytes(memory) / 1024);
  const overhead = Math.max(LEAST_OVERHEAD, total - Math.floor(total / (1 + factor)));
  const heap = total - overhead;
  if (heap < LEAST_HEAP) {
    const what = `of ${total} MiB, ${overhead} are beside the heap, and ${heap} are left for it`;
    const fix = `use at least Size.mebibytes(${Math.ceil(Math.max(LEAST_HEAP + LEAST_OVERHEAD, LEAST_HEAP * (1 + factor)))})`;
    throw new ConfigError('BatchJob.memory', { where, what, fix });
  }
  return { memory: `${heap}m`, memoryOverhead: `${overhead}m` };
}
