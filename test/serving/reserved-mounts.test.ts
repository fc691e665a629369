import { Size } from 'cdk8s';
import { Mount } from '../../src/kube/pod/mount';
import { refuseReservedMounts } from '../../src/serving/reserved-mounts';
import { codeOf } from '../support/code-of';

const code = (path: string) => codeOf(() => refuseReservedMounts('test', [Mount.scratch(path, { sizeLimit: Size.gibibytes(1) })]));

test.each(['/tmp', '/tmp/', '/dev/shm', '/mnt/models'])('a mount at %s is refused', (path) => expect(code(path)).toBe('MLService.mounts'));

test.each(['/data', '/tmp/cache', '/mnt/models/adapters'])('a mount at %s is accepted', (path) => expect(code(path)).toBe('accepted'));
