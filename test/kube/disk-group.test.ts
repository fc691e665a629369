import { Size } from 'cdk8s';
import { Mount, volumesAndMounts } from '../../src/kube/pod/mount';
import { diskGroup, type SecurityProps } from '../../src/kube/pod/security';

const group = (mount: Mount, security?: SecurityProps) => {
  const { volumes, volumeMounts } = volumesAndMounts('prod/train', [mount]);
  return diskGroup(volumes, volumeMounts, security);
};
const claim = Mount.claim('/data', 'data');

test('a claim that is written to is given to a group, because a new disk belongs to root and pods do not run as root', () => {
  expect(group(claim)).toBe(1000);
  expect(group(Mount.ephemeral('/work', { size: Size.gibibytes(1) }))).toBe(1000);
});

test('all workloads have the same group, whoever they run as: they may share a claim', () => {
  expect(group(claim, { runAsUser: 2000 })).toBe(1000);
});

test('a group of the user wins', () => {
  expect(group(claim, { fsGroup: 3000 })).toBe(3000);
});

test('what is only read keeps its owner', () => {
  expect(group(Mount.claim('/data', 'data', { readOnly: true }))).toBeUndefined();
  expect(group({ path: '/data', readOnly: true, source: { persistentVolumeClaim: { claimName: 'data' } } })).toBeUndefined();
});

test('scratch space and files of the cluster need none', () => {
  expect(group(Mount.scratch('/tmp', { sizeLimit: Size.gibibytes(1) }))).toBeUndefined();
  expect(group(Mount.configMap('/etc/app', 'settings'))).toBeUndefined();
});

test('root needs none, but a user beside the exception does', () => {
  const exceptions = { runAsRoot: 'the installer wants it' };
  expect(group(claim, { exceptions })).toBeUndefined();
  expect(group(claim, { exceptions, runAsUser: 500 })).toBe(1000);
});
