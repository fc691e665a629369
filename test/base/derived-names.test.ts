import fc from 'fast-check';
import {
  indexSuffix,
  jobSetPodSuffix,
  LONGEST_NAMES,
  MINUTE_LENGTH,
  NANOSECOND_LENGTH,
  volcanoPodSuffix,
} from '../../src/base/derived-names';

/** What the controllers make of a name, as their sources have it. */
const DERIVED: readonly (readonly [kind: keyof typeof LONGEST_NAMES, derived: (name: string) => string, room: number])[] = [
  ['apps/StatefulSet', (name) => `${name}-0123456789`, 63],
  ['batch/CronJob', (name) => `${name}-29374560`.padEnd(name.length + 11, '0'), 63],
  ['ray.io/RayJob', (name) => `${name}-abcde`, 53],
  ['ray.io/RayService', (name) => `${name}-abcde`, 53],
  ['serving.kserve.io/InferenceService', (name) => `isvc.${name}-predictor`, 63],
  ['sparkoperator.k8s.io/ScheduledSparkApplication', (name) => `${name}-1767225600000000000`, 63],
  ['kueue.x-k8s.io/LocalQueue', (name) => name, 63],
];

test.each(DERIVED)('the longest name of a %s is what leaves room for what is made of it', (kind, derived, room) => {
  const { max } = LONGEST_NAMES[kind];
  expect(derived('a'.repeat(max))).toHaveLength(room);
});

test('a minute and a nanosecond are as long as they are written', () => {
  expect(`-${Math.floor(Date.UTC(9999, 0) / 60_000)}`.length).toBeLessThanOrEqual(MINUTE_LENGTH);
  expect(`-${BigInt(Date.UTC(2200, 0)) * 1_000_000n}`).toHaveLength(NANOSECOND_LENGTH);
});

test('the last of several has the longest suffix', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(), (count, index) => {
      expect(`-${index % count}`.length).toBeLessThanOrEqual(indexSuffix(count).length);
    }),
  );
  expect(jobSetPodSuffix('node', 1, 10)).toBe('-node-0-9-abcde');
  expect(volcanoPodSuffix('worker', 4)).toBe('-worker-3');
});
