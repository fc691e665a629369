import { Size } from 'cdk8s';
import { Mount } from '../../src/kube/pod/mount';
import { ephemeralStorage } from '../../src/serving/disk';
import { codeOf } from '../support/code-of';
import { cpu, serve } from './serving-props';

const mounts = [Mount.scratch('/a', { sizeLimit: Size.gibibytes(2) })];

test('scratch volumes and 1 GiB of logs are requested, or more when asked for', () => {
  expect(ephemeralStorage('test', undefined, mounts).toGibibytes()).toBe(3);
  expect(ephemeralStorage('test', Size.gibibytes(10), mounts).toGibibytes()).toBe(10);
});

test('less than that is refused', () => {
  expect(codeOf(() => ephemeralStorage('test', Size.gibibytes(2), mounts))).toBe('MLService.ephemeralStorage');
});

test("scratch and the user's own volumes count", () => {
  const { server } = serve({ ...cpu, scratch: Size.gibibytes(5), mounts });
  expect(server.resources?.requests).toMatchObject({ 'ephemeral-storage': '8Gi' });
});
