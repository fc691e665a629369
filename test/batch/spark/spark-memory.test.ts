import { Size } from 'cdk8s';
import fc from 'fast-check';
import { Cpu } from '../../../src/base/cpu';
import type { SparkOptions } from '../../../src/batch/spark/spark-engine';
import { sparkMemory } from '../../../src/batch/spark/spark-memory';

const engine = (type: SparkOptions['type'], memoryOverheadFactor?: number): SparkOptions => ({
  type,
  mainApplicationFile: 'local:///a',
  version: '4.0.1',
  driver: { cpu: Cpu.cores(1), memory: Size.gibibytes(4) },
  memoryOverheadFactor,
});

const mebibytes = (text: string) => Number(/^([0-9]+)m$/.exec(text)?.[1]);

describe('the memory of a Spark pod', () => {
  test.each([
    ['Scala', 11, '10240m', '1024m'],
    ['Python', 14, '10240m', '4096m'],
    // A tenth would be less than what Spark never goes below.
    ['Java', 2, '1664m', '384m'],
  ] as const)('%s: %d GiB are a heap of %s and %s beside it', (type, gibibytes, memory, memoryOverhead) => {
    expect(sparkMemory('job', Size.gibibytes(gibibytes), engine(type))).toEqual({ memory, memoryOverhead });
  });

  test('adds up to what was given, and overhead is at least the factor of the heap', () => {
    const factor = fc.double({ min: 0.05, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 2048, max: 2_000_000 }), factor, (total, part) => {
        const { memory, memoryOverhead } = sparkMemory('job', Size.mebibytes(total), engine('Python', part));
        const [heap, overhead] = [mebibytes(memory), mebibytes(memoryOverhead)];
        expect(heap + overhead).toBe(total);
        expect(overhead).toBeGreaterThanOrEqual(384);
        expect(overhead).toBeGreaterThanOrEqual(Math.floor(heap * part));
      }),
    );
  });
});
