import { refuseUnsupportedSchedule } from '../../src/batch/run/unsupported-schedule';
import { codeOf } from '../support/code-of';

test('an option that the kind has no field for is refused under its own code', () => {
  const refuse = (run: object) => codeOf(() => refuseUnsupportedSchedule('job', 'RayCronJob', run, ['concurrency', 'history']));
  expect(refuse({ concurrency: 'Forbid' })).toBe('BatchJob.concurrency');
  expect(refuse({ history: {} })).toBe('BatchJob.history');
  expect(refuse({ timeZone: 'Etc/UTC', concurrency: undefined })).toBe('accepted');
});
