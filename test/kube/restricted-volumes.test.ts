import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Mount } from '../../src/kube/pod/mount';
import { refuseUnrestrictedVolumes } from '../../src/kube/pod/security';

const chart = new Chart(new App(), 'chart');
const hostPath = Mount.plus('/host', kplus.Volume.fromHostPath(chart, 'Host', 'host', { path: '/var/lib/models' }));
const nfs = Mount.plus('/nfs', kplus.Volume.fromNfs(chart, 'Nfs', 'nfs', { server: 'nas', path: '/' }));
const check = (mount: Mount, reason?: string) => refuseUnrestrictedVolumes('X.mounts', 'prod/x', [{ name: 'it', ...mount.source }], reason);

test.each([
  ['hostPath', hostPath],
  ['nfs', nfs],
])('%s reaches around the storage of the cluster, and needs a reason', (kind, mount) => {
  expect(() => check(mount)).toThrow(expect.objectContaining({ code: 'X.mounts', what: expect.stringContaining(`of the kind ${kind},`) }));
  expect(() => check(mount, 'The nodes hold the models.')).not.toThrow();
});

test('every volume of this library is let in', () => {
  const size = Size.gibibytes(1);
  const sizeLimit = size;
  const mounts = [
    Mount.scratch('/a', { sizeLimit }),
    Mount.memory('/a', { sizeLimit }),
    Mount.claim('/a', 'a'),
    Mount.configMap('/a', 'a'),
    Mount.secret('/a', 'a'),
    Mount.csi('/a', { driver: 'secrets-store.csi.k8s.io' }),
    Mount.ephemeral('/a', { size }),
    Mount.image('/a', 'ghcr.io/acme/a:1'),
  ];
  for (const mount of mounts) expect(() => check(mount)).not.toThrow();
});
