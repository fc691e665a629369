import { Size } from 'cdk8s';
import { Mount } from '../../src/kube/pod/mount';
import { emptyDirKibibytes } from '../../src/serving/empty-dir';

const mounts = [
  Mount.scratch('/a', { sizeLimit: Size.gibibytes(2) }),
  Mount.scratch('/b', { sizeLimit: Size.mebibytes(1) }),
  Mount.memory('/c', { sizeLimit: Size.kibibytes(3) }),
  Mount.claim('/d', 'data'),
  { path: '/e', source: { emptyDir: {} } },
];

test('volumes of each medium are summed up, those without a limit count nothing', () => {
  expect(emptyDirKibibytes(mounts, 'disk')).toBe(2 * 1024 ** 2 + 1024);
  expect(emptyDirKibibytes(mounts, 'Memory')).toBe(3);
});

test('a volume that is mounted twice counts once', () => {
  const twice = ['/a', '/b'].map((path) => Mount.scratch(path, { name: 'data', sizeLimit: Size.mebibytes(1) }));
  expect(emptyDirKibibytes(twice, 'disk')).toBe(1024);
});
