import { App, Chart, Size } from 'cdk8s';
import { deliveryHintsOf } from '../../src/kube/delivery/delivery-hints';
import { DataVolume } from '../../src/platform/storage/data-volume';
import { ExistingVolume, type ExistingVolumeProps, VolumeSource } from '../../src/platform/storage/existing-volume';
import { VolumeSnapshot } from '../../src/platform/storage/volume-snapshot';
import { codeOf } from '../support/code-of';
import { renderedYaml } from '../support/rendered';

const NFS = VolumeSource.nfs('nfs.example.com', '/exports/images');
const LEAST: ExistingVolumeProps = { source: NFS, size: Size.tebibytes(2), accessMode: 'ReadOnlyMany' };
const existing = (props: Partial<ExistingVolumeProps>) =>
  codeOf(() => renderedYaml((chart) => void new ExistingVolume(chart, 'images', { ...LEAST, ...props })));

describe('an ExistingVolume', () => {
  test('renders a volume and a claim that name each other, with no storage class for a provisioner to see', () => {
    const text = renderedYaml((chart) => {
      new ExistingVolume(chart, 'images', { ...LEAST, mountOptions: ['nconnect=8'] });
    });
    expect(text).toMatchSnapshot();
  });

  test('renders a volume of a CSI driver', () => {
    const source = VolumeSource.csi('efs.csi.aws.com', 'fs-0123456789abcdef0', { fsType: 'ext4', attributes: { region: 'eu-central-1' } });
    const text = renderedYaml((chart) => void new ExistingVolume(chart, 'images', { ...LEAST, source, volumeName: 'images-eu' }));
    expect(text).toMatchSnapshot();
  });

  test('is never pruned, neither of the two', () => {
    const { resource, volume } = new ExistingVolume(new Chart(new App(), 'test', { namespace: 'team-a' }), 'images', LEAST);
    expect([resource, volume].map((object) => deliveryHintsOf(object).retain)).toEqual([true, true]);
  });

  test.each<[string, string, Partial<ExistingVolumeProps>]>([
    ['no source', 'ExistingVolume.source', { source: undefined }],
    ['a source that is none', 'ExistingVolume.source', { source: {} as never }],
    ['a relative export', 'ExistingVolume.source', { source: VolumeSource.nfs('nfs.example.com', 'exports') }],
    ['a volume without a handle', 'ExistingVolume.source', { source: VolumeSource.csi('efs.csi.aws.com', '') }],
    ['a size of nothing', 'ExistingVolume.size', { size: Size.gibibytes(0) }],
    ['an unknown access mode', 'ExistingVolume.accessMode', { accessMode: 'ReadWrite' as never }],
    ['a name with a capital', 'ExistingVolume.name', { name: 'Images' }],
    ['a volume name with a capital', 'ExistingVolume.volumeName', { volumeName: 'Images' }],
  ])('refuses %s', (_, code, props) => {
    expect(existing(props)).toBe(code);
  });
});

describe('a VolumeSnapshot', () => {
  test('renders the moment of a claim, and a volume that starts with it', () => {
    const text = renderedYaml((chart) => {
      const data = new DataVolume(chart, 'data', { size: Size.gibibytes(100), accessMode: 'ReadWriteOnce' });
      const before = new VolumeSnapshot(chart, 'before-v2', { of: data, snapshotClass: 'csi' });
      new DataVolume(chart, 'copy', { size: Size.gibibytes(100), accessMode: 'ReadWriteOnce', from: before });
    });
    expect(text).toMatchSnapshot();
  });

  test('comes after its claim, before what is made from it, and is never pruned', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
    const data = new DataVolume(chart, 'data', { size: Size.gibibytes(1), accessMode: 'ReadWriteOnce' });
    const snapshot = new VolumeSnapshot(chart, 'before', { of: data });
    const copy = new DataVolume(chart, 'copy', { size: Size.gibibytes(1), accessMode: 'ReadWriteOnce', from: snapshot });
    expect(snapshot.node.dependencies).toEqual([data]);
    expect(copy.node.dependencies).toEqual([snapshot]);
    expect(deliveryHintsOf(snapshot.resource).retain).toBe(true);
  });

  test.each<[string, string, object]>([
    ['nothing', 'VolumeSnapshot.of', { of: undefined }],
    ['a claim that is no name', 'VolumeSnapshot.of', { of: 'Data' }],
    ['a class that is no name', 'VolumeSnapshot.snapshotClass', { snapshotClass: 'a b' }],
    ['a name with a capital', 'VolumeSnapshot.name', { name: 'Before' }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => renderedYaml((chart) => void new VolumeSnapshot(chart, 'before', { of: 'data', ...props })))).toBe(code);
  });

  test('refuses a volume from something that is no name', () => {
    const props = { size: Size.gibibytes(1), accessMode: 'ReadWriteOnce', from: 'Before' } as const;
    expect(codeOf(() => renderedYaml((chart) => void new DataVolume(chart, 'copy', props)))).toBe('DataVolume.from');
  });
});
