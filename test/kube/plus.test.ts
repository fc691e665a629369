import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { plainData, plusVolume } from '../../src/kube/plus';

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

test('the volume of cdk8s-plus-27 comes as a manifest has it', () => {
  const volume = kplus.Volume.fromEmptyDir(new Chart(new App(), 'chart'), 'V', 'tmp', { sizeLimit: Size.gibibytes(1) });
  expect(plusVolume(volume)).toEqual({ name: 'tmp', emptyDir: { sizeLimit: '1024Mi' } });
});

test('plain data stays as it is', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => expect(plainData(value)).toEqual(value)));
});

test('loading the library loads nothing of cdk8s-plus-27, which is slow', () => {
  jest.isolateModules(() => {
    let loaded = false;
    jest.doMock('cdk8s-plus-27', () => {
      loaded = true;
      return {};
    });
    require('../../src/index');
    expect(loaded).toBe(false);
  });
});
