import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { plainData, plusVolume } from '../../src/kube/plus';
import { Mount } from '../../src/kube/pod/mount';

const { k8s } = kplus;

test('quantities and numbers-or-texts lose their wrapper at any depth', () => {
  const value = {
    limits: { 'nvidia.com/gpu': k8s.Quantity.fromNumber(1), memory: k8s.Quantity.fromString('1Gi') },
    ports: [k8s.IntOrString.fromNumber(8080), k8s.IntOrString.fromString('http')],
  };
  expect(plainData(value)).toEqual({ limits: { 'nvidia.com/gpu': 1, memory: '1Gi' }, ports: [8080, 'http'] });
});

test('a plain map that happens to have a value keeps it', () => {
  const toleration = { key: 'a', operator: 'Equal', value: 'b' };
  expect(plainData([toleration])).toEqual([toleration]);
});

test('fields that are not set are left out', () => {
  expect(Object.keys(plainData({ a: undefined, b: 0, c: '', d: false }) as object)).toEqual(['b', 'c', 'd']);
});

test('a volume of cdk8s-plus becomes its manifest form', () => {
  const volume = kplus.Volume.fromEmptyDir(new Chart(new App(), 'chart'), 'V', 'tmp', { sizeLimit: Size.gibibytes(1) });
  expect(plusVolume('Mount', volume)).toEqual({ name: 'tmp', emptyDir: { sizeLimit: '1024Mi' } });
});

test('plain data stays as it is', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => expect(plainData(value)).toEqual(value)));
});

test('what is no volume of cdk8s-plus is refused', () => {
  const volume = { name: 'tmp', asVolume: () => undefined };
  expect(() => Mount.plus('/tmp', volume)).toThrow(expect.objectContaining({ code: 'Mount.plus', where: '/tmp' }));
});

test('loading the library loads no cdk8s-plus', () => {
  jest.isolateModules(() => {
    let loaded = false;
    for (const name of ['cdk8s-plus-27', 'cdk8s-plus-34']) {
      jest.doMock(name, () => {
        loaded = true;
        return {};
      });
    }
    require('../../src/index');
    expect(loaded).toBe(false);
  });
});
