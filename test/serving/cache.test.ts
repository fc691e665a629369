import { Size } from 'cdk8s';
import { Cache, cacheMount, cacheSize } from '../../src/serving/model/model';
import { codeOf } from '../support/code-of';

test.each([
  [Size.gibibytes(100), 110 * 1024],
  [Size.gibibytes(2), 3 * 1024],
  [Size.kibibytes(1), 1025],
])('room for a model is its size and a tenth, at least 1 GiB more, in whole MiB', (size, mebibytes) => {
  expect(cacheSize('test', size).toMebibytes()).toBe(mebibytes);
});

test('a model of no size is refused', () => {
  expect(codeOf(() => cacheSize('test', Size.gibibytes(0)))).toBe('MLService.modelSize');
});

test('a cache is scratch space or a claim that can be written to', () => {
  const size = Size.gibibytes(3);
  expect(cacheMount('/models', Cache.perPod(), size)).toMatchObject({ path: '/models', source: { emptyDir: { sizeLimit: '3Gi' } } });
  const shared = cacheMount('/models', Cache.sharedPvc({ claim: { name: 'weights' } }), size);
  expect(shared).toMatchObject({ path: '/models', source: { persistentVolumeClaim: { claimName: 'weights' } } });
  expect(shared.readOnly).toBeUndefined();
});
