import { App, Chart, Size } from 'cdk8s';
import { deliveryHintsOf } from '../../src/kube/delivery/delivery-hints';
import { Mount } from '../../src/kube/pod/mount';
import { DataVolume, type DataVolumeProps } from '../../src/platform/storage/data-volume';
import { codeOf } from '../support/code-of';
import { renderedYaml } from '../support/rendered';

const LEAST: DataVolumeProps = { size: Size.gibibytes(500), accessMode: 'ReadWriteOnce' };
const volume = (props: Partial<DataVolumeProps> = {}) =>
  new DataVolume(new Chart(new App(), 'test', { namespace: 'team-a' }), 'checkpoints', { ...LEAST, ...props });

describe('a DataVolume', () => {
  test('renders a claim', () => {
    const props: DataVolumeProps = { ...LEAST, accessMode: 'ReadWriteMany', storageClass: 'filestore', app: 'ranking' };
    expect(renderedYaml((chart) => void new DataVolume(chart, 'checkpoints', props))).toMatchSnapshot();
  });

  test('outlives its file in Git, unless it may go with it', () => {
    expect(deliveryHintsOf(volume().resource).retain).toBe(true);
    expect(deliveryHintsOf(volume({ keep: false }).resource).retain).toBe(false);
  });

  // The article announces a claim and never creates it; here the mount takes the object that creates it.
  test('is mounted as an object, so that the claim exists', () => {
    expect(Mount.claim('/checkpoints', volume({ name: 'shared' })).source).toEqual({ persistentVolumeClaim: { claimName: 'shared' } });
  });

  test.each<[string, string, object]>([
    ['no size', 'DataVolume.size', { size: undefined }],
    ['a size of zero', 'DataVolume.size', { size: Size.gibibytes(0) }],
    ['no access mode', 'DataVolume.accessMode', { accessMode: undefined }],
    ['an unknown access mode', 'DataVolume.accessMode', { accessMode: 'RWX' }],
    ['a storage class with a capital', 'DataVolume.storageClass', { storageClass: 'Fast' }],
    ['a name with a capital', 'DataVolume.name', { name: 'Data' }],
    ['a name of 64 characters', 'DataVolume.name', { name: 'a'.repeat(64) }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => volume(props))).toBe(code);
  });
});
