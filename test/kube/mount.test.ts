import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { Mount, volumesAndMounts } from '../../src/kube/pod/mount';
import { yamlDocument } from '../../src/manifest/yaml-text';

const GIB = Size.gibibytes(1);
const rendered = (...mounts: Mount[]) => volumesAndMounts('prod/x', mounts);

describe('what it renders', () => {
  test('every kind of mount', () => {
    const mounts = [
      Mount.scratch('/tmp', { sizeLimit: Size.mebibytes(1536) }),
      Mount.memory('/dev/shm', { sizeLimit: Size.gibibytes(8) }),
      Mount.claim('/data', 'features'),
      Mount.claim('/models', { name: 'weights' }, { readOnly: true, subPath: 'llama/v1' }),
      Mount.configMap('/etc/scorer', 'settings'),
      Mount.configMap('/etc/rest.yaml', 'settings', { name: 'rest', subPath: 'rest.yaml' }),
      Mount.secret('/var/run/secrets/hub', 'hub'),
      Mount.secret('/writable', 'hub', { readOnly: false }),
      Mount.ephemeral('/work', { size: Size.gibibytes(200), storageClass: 'fast' }),
      Mount.csi('/secrets-store', { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: 'a' } }),
      Mount.image('/adapters', 'ghcr.io/acme/adapters:1'),
    ];
    expect(yamlDocument(rendered(...mounts))).toMatchSnapshot();
  });

  test('volumes of cdk8s-plus-27 as plain data', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'team-a' });
    const claim = new kplus.PersistentVolumeClaim(chart, 'Claim', { metadata: { name: 'features' } });
    const secret = kplus.Secret.fromSecretName(chart, 'Secret', 'hub');
    const configMap = kplus.ConfigMap.fromConfigMapName(chart, 'ConfigMap', 'settings');
    const volumes: [string, kplus.Volume][] = [
      ['/scratch', kplus.Volume.fromEmptyDir(chart, 'Scratch', 'scratch', { sizeLimit: Size.gibibytes(2) })],
      ['/shm', kplus.Volume.fromEmptyDir(chart, 'Shm', 'shm', { medium: kplus.EmptyDirMedium.MEMORY })],
      ['/data', kplus.Volume.fromPersistentVolumeClaim(chart, 'Data', claim, { readOnly: true })],
      ['/hub', kplus.Volume.fromSecret(chart, 'Hub', secret, { defaultMode: 0o400, items: { token: { path: 'token.txt' } } })],
      ['/settings', kplus.Volume.fromConfigMap(chart, 'Settings', configMap, { optional: true })],
      ['/csi', kplus.Volume.fromCsi(chart, 'Csi', 'example.com', { name: 'csi', attributes: { a: 'b' } })],
    ];
    expect(yamlDocument(rendered(...volumes.map(([path, volume]) => Mount.plus(path, volume))))).toMatchSnapshot();
  });

  test('a volume of cdk8s-plus-27 under another name, when one is given', () => {
    const volume = kplus.Volume.fromEmptyDir(new Chart(new App(), 'chart'), 'Scratch', 'scratch');
    const names = [Mount.plus('/a', volume, { name: undefined }), Mount.plus('/b', volume, { name: 'other', readOnly: true })];
    expect(rendered(...names).volumeMounts).toEqual([
      { name: 'scratch', mountPath: '/a' },
      { name: 'other', mountPath: '/b', readOnly: true },
    ]);
  });

  test('files of Secrets and ConfigMaps read-only, also where an option is passed on empty', () => {
    const options = { readOnly: undefined };
    const { volumeMounts } = rendered(Mount.secret('/a', 'a', options), Mount.configMap('/b', 'b', options));
    expect(volumeMounts.map(({ readOnly }) => readOnly)).toEqual([true, true]);
  });

  test('a volume named after its path, whatever the path is made of', () => {
    const names = ['/Models/Cache_v1', '/a.b', '/_'].map((path) => rendered(Mount.claim(path, 'x')).volumes[0]?.name);
    expect(names).toEqual(['models-cache-v1', 'a-b', 'root']);
  });

  test('one volume for two mounts that give the same name and mean the same', () => {
    const { volumes, volumeMounts } = rendered(
      Mount.claim('/train', 'data', { name: 'data', subPath: 'train' }),
      Mount.claim('/test', 'data', { name: 'data', subPath: 'test' }),
    );
    expect(volumes).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }]);
    expect(volumeMounts.map(({ mountPath, subPath }) => [mountPath, subPath])).toEqual([
      ['/train', 'train'],
      ['/test', 'test'],
    ]);
  });
});

describe('what it refuses', () => {
  const claim = (path: string, options = {}) => Mount.claim(path, 'data', options);

  test.each<[string, Mount[], string]>([
    ['a path that is not absolute', [claim('data')], 'Mount.path'],
    ['an empty path', [claim('')], 'Mount.path'],
    ['the root, which would hide the whole image', [claim('/')], 'Mount.path'],
    ['a path with ":"', [claim('/a:b')], 'Mount.path'],
    ['a path with ".."', [claim('/a/../b')], 'Mount.path'],
    ['a path with "."', [claim('/a/./b')], 'Mount.path'],
    ['a path that ends in "/", which would hide its duplicate', [claim('/data'), claim('/data/')], 'Mount.path'],
    ['a path with "//"', [claim('//data')], 'Mount.path'],
    ['two mounts at one path', [claim('/data'), claim('/data', { name: 'other' })], 'Mount.path'],
    ['a name in capitals', [claim('/a', { name: 'Data' })], 'Mount.name'],
    ['an empty name', [claim('/a', { name: '' })], 'Mount.name'],
    ['a path that gives too long a name', [claim(`/${'a'.repeat(64)}`)], 'Mount.name'],
    ['one name for two volumes', [claim('/a', { name: 'x' }), Mount.claim('/b', 'other', { name: 'x' })], 'Mount.name'],
    ['two scratch directories that would become one', [scratch('/a/b'), scratch('/a-b')], 'Mount.name'],
    ['a scratch directory that would become one that is named', [scratch('/a/b'), scratch('/c', 'a-b')], 'Mount.name'],
    ['a named scratch directory that would become another', [scratch('/c', 'a-b'), scratch('/a/b')], 'Mount.name'],
    ['a path in the volume that is absolute', [claim('/a', { subPath: '/etc' })], 'Mount.subPath'],
    ['a path in the volume that leads out of it', [claim('/a', { subPath: 'x/../../etc' })], 'Mount.subPath'],
  ])('%s', (_what, mounts, code) => {
    expect(() => rendered(...mounts)).toThrow(expect.objectContaining({ name: 'ConfigError', code, where: 'prod/x' }));
  });

  test.each<[string, () => Mount, string]>([
    ['scratch space of no size', () => Mount.scratch('/a', { sizeLimit: Size.gibibytes(0) }), 'Mount.sizeLimit'],
    ['memory of no size', () => Mount.memory('/a', { sizeLimit: Size.gibibytes(0) }), 'Mount.sizeLimit'],
    ['an artifact that no runtime could pull', () => Mount.image('/a', 'oci://ghcr.io/acme/adapters'), 'Mount.image'],
  ])('%s', (_what, make, code) => expect(make).toThrow(expect.objectContaining({ name: 'ConfigError', code, where: '/a' })));
});

test('every mount has its volume and every volume its mount, or the list is refused', () => {
  const part = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'a-b', 'A', 'a_b', '..', '');
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
  const options = fc.record({
    name: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    readOnly: fc.option(fc.boolean(), { nil: undefined }),
    subPath: fc.option(fc.constantFrom('x', 'x/y', 'x/z', '../z'), { nil: undefined }),
  });
  const mount = fc.tuple(path, options, fc.nat(3)).map(([at, option, kind]) => {
    if (kind === 0) return Mount.scratch(at, { ...option, sizeLimit: GIB });
    if (kind === 1) return Mount.secret(at, 'hub', option);
    return Mount.claim(at, kind === 2 ? 'data' : 'other', option);
  });
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(mount, { maxLength: 4 }), (mounts) => {
      const result = attempt(mounts);
      if (result === undefined) return;
      accepted += mounts.length > 1 ? 1 : 0;
      const { volumes, volumeMounts } = result;
      expect(volumeMounts.map(({ mountPath }) => mountPath)).toEqual(mounts.map((one) => one.path));
      expect(new Set(volumeMounts.map(({ mountPath }) => mountPath)).size).toBe(mounts.length);
      expect(volumes.map(({ name }) => name).sort()).toEqual([...new Set(volumeMounts.map(({ name }) => name))].sort());
      mounts.forEach((one, index) => {
        const volume = volumes.find(({ name }) => name === volumeMounts[index]?.name);
        expect(volume).toEqual({ name: volume?.name, ...one.source });
      });
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(50);
});

function scratch(path: string, name?: string): Mount {
  return Mount.scratch(path, { sizeLimit: GIB, name });
}

function attempt(mounts: readonly Mount[]): ReturnType<typeof volumesAndMounts> | undefined {
  try {
    return volumesAndMounts('prod/x', mounts);
  } catch (error) {
    if (ConfigError.is(error)) return undefined;
    throw error;
  }
}
