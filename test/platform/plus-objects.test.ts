import { App, Chart, Size } from 'cdk8s';
import type * as Plus from 'cdk8s-plus-27';
import { Cpu } from '../../src/base/cpu';
import { BatchJob } from '../../src/batch/batch-job';
import { Run } from '../../src/batch/run/run';
import { Mount } from '../../src/kube/pod/mount';
import { RoleBinding, Subject } from '../../src/platform/access/role-binding';
import { Tenant } from '../../src/platform/namespace/tenant';
import { DataVolume } from '../../src/platform/storage/data-volume';
import { renderApp } from '../../src/render/render-app';

test.each(['cdk8s-plus-27', 'cdk8s-plus-33', 'cdk8s-plus-34'])('constructs of %s and ours take what the other made', (version) => {
  const kplus = require(version) as typeof Plus; // what is used here is the same in all of them
  const app = new App();
  const tenant = new Tenant(new Chart(app, 'home'), 'language', {});
  const chart = new Chart(app, 'work', { namespace: tenant.namespace });
  const settings = new kplus.ConfigMap(chart, 'settings', { metadata: { name: 'settings' }, data: { epochs: '3' } });
  const account = new kplus.ServiceAccount(chart, 'runner', { metadata: { name: 'runner' } });
  const data = new DataVolume(chart, 'data', { size: Size.gibibytes(10), accessMode: 'ReadWriteMany' });
  new RoleBinding(chart, 'see', { role: { clusterRole: 'view' }, subjects: [Subject.account(account)] });
  new BatchJob(chart, 'train', {
    run: Run.once(),
    image: `ghcr.io/acme/train@sha256:${'0'.repeat(64)}`,
    cpu: Cpu.cores(1),
    memory: Size.gibibytes(1),
    serviceAccount: account,
    mounts: [Mount.configMap('/etc/train', settings), Mount.plus('/scratch', kplus.Volume.fromEmptyDir(chart, 'scratch', 'scratch'))],
  });
  const viewer = new kplus.Deployment(chart, 'viewer', { metadata: { name: 'viewer' }, securityContext: { user: 1000 } });
  const claim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'claim', data.name);
  viewer.addContainer({ image: 'ghcr.io/acme/viewer:1' }).mount('/data', kplus.Volume.fromPersistentVolumeClaim(chart, 'volume', claim));

  const objects = renderApp(app).charts.get('work') ?? [];
  const json = (kind: string) => JSON.stringify(objects.find(({ identity }) => identity.kind === kind)?.manifest);
  expect(objects.map(({ identity }) => identity.namespace)).toEqual(objects.map(() => 'language'));
  expect(json('Deployment')).toContain('"claimName":"data"');
  expect(json('Job')).toContain('"configMap":{"name":"settings"}');
  expect(json('Job')).toContain('"serviceAccountName":"runner"');
  expect(json('RoleBinding')).toContain('"name":"runner","namespace":"language"');
});
