import { refuseWrongTypes } from '../../src/batch/refuse-wrong-types';
import { codeOf } from '../support/code-of';
import { LEAST } from './any-job';

test.each<[string, unknown]>([
  ['image', 7],
  ['cpu', 4],
  ['cpuLimit', '4'],
  ['memory', '16Gi'],
  ['memory', 0],
  ['scratch', 16],
  ['sharedMemory', '8Gi'],
  ['ephemeralStorage', null],
  ['deadline', 3600],
  ['terminationGracePeriod', '30s'],
  ['accelerator', 4],
])('a caller without a compiler is told that %s cannot be %j', (prop, value) => {
  expect(codeOf(() => refuseWrongTypes('job', { ...LEAST, [prop]: value }))).toBe(`BatchJob.${prop}`);
});

test('props of the right types are accepted', () => {
  expect(codeOf(() => refuseWrongTypes('job', LEAST))).toBe('accepted');
});
