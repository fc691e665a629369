import { Duration, Size } from 'cdk8s';
import { progressDeadline } from '../../src/serving/rollout/startup';
import { shutdown } from '../../src/serving/shutdown';

test('the deadline is the sum of what one pod may take, and says so', () => {
  const stop = shutdown('test', Duration.seconds(45));
  expect(progressDeadline(1200, stop, undefined)).toEqual({
    seconds: 1865,
    reason: 'startup 1200 s + image pull 600 s + stop of the old pod 65 s',
  });
  expect(progressDeadline(1200, stop, Size.gibibytes(16))).toEqual({
    seconds: 2193,
    reason: 'startup 1200 s + image pull 600 s + stop of the old pod 65 s + model download 328 s',
  });
});
