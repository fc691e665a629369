import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Dra } from '../../src/kube/devices/claimed-devices';
import { containerResources, type DeviceResources, type Resources } from '../../src/kube/pod/resources';
import { yamlDocument } from '../../src/manifest/yaml-text';

const SMALL: Resources = { cpu: Cpu.millis(500), memory: Size.gibibytes(2) };
const of = (resources: Resources, accelerator?: DeviceResources['accelerator']) =>
  containerResources('X', 'prod/x', resources, { accelerator });

describe('what it renders', () => {
  test('no CPU limit unless one is asked for, and memory that is reserved in full', () => {
    expect(of(SMALL)).toEqual({ requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } });
  });

  test('everything that can be asked for', () => {
    const resources = { ...SMALL, cpuLimit: Cpu.cores(2), ephemeralStorage: Size.mebibytes(512) };
    expect(yamlDocument(of(resources, Gpu.mig('1g.10gb', 2)))).toMatchSnapshot();
  });

  test('claimed devices by name, in place of a number', () => {
    const { claims, limits } = of(SMALL, Dra.claim({ deviceClass: 'gpu.nvidia.com', count: 2 }));
    expect([claims, limits]).toEqual([[{ name: 'devices' }], { memory: '2Gi' }]);
  });

  test('amounts of cdk8s-plus-27', () => {
    const resources = { memory: Size.gibibytes(1), cpu: kplus.Cpu.units(0.5), cpuLimit: kplus.Cpu.millis(500) };
    expect(of(resources)).toEqual({ requests: { cpu: '0.5', memory: '1Gi' }, limits: { cpu: '500m', memory: '1Gi' } });
  });
});

describe('what it refuses', () => {
  test.each<[string, Partial<Resources>, string]>([
    ['memory of nothing', { memory: Size.gibibytes(0) }, 'X.memory'],
    ['disk of nothing', { ephemeralStorage: Size.gibibytes(0) }, 'X.ephemeralStorage'],
    ['no processor time', { cpu: kplus.Cpu.units(0) }, 'X.cpu'],
    ['less than a thousandth of a core', { cpu: kplus.Cpu.units(0.0005) }, 'X.cpu'],
    ['a part of a thousandth of a core', { cpu: kplus.Cpu.millis(0.5) }, 'X.cpu'],
    ['a negative amount', { cpu: kplus.Cpu.units(-1) }, 'X.cpu'],
    ['an amount in words', { cpu: { amount: 'two' } }, 'X.cpu'],
    ['a broken limit', { cpuLimit: { amount: '' } }, 'X.cpuLimit'],
    ['a limit below the request', { cpuLimit: Cpu.millis(499) }, 'X.cpuLimit'],
  ])('%s', (_what, resources, code) => {
    expect(() => of({ ...SMALL, ...resources })).toThrow(expect.objectContaining({ name: 'ConfigError', code, where: 'prod/x' }));
  });
});

test('what cannot be shared out again is reserved in full: requests and limits differ in CPU alone', () => {
  const resources = fc.record({
    cpu: fc.integer({ min: 1, max: 10 }).map(Cpu.cores),
    cpuLimit: fc.option(fc.integer({ min: 10, max: 20 }).map(Cpu.cores), { nil: undefined }),
    memory: fc.integer({ min: 1, max: 1e6 }).map(Size.mebibytes),
    ephemeralStorage: fc.option(fc.integer({ min: 1, max: 1e6 }).map(Size.kibibytes), { nil: undefined }),
  });
  const accelerator = fc.option(
    fc.integer({ min: 1, max: 16 }).chain((count) => fc.constantFrom(Gpu.nvidia(count), Gpu.amd(count), Gpu.mig('3g.40gb', count))),
    { nil: undefined },
  );
  fc.assert(
    fc.property(resources, accelerator, (given, devices) => {
      const { requests = {}, limits = {} } = of(given, devices);
      const { cpu: _request, ...reserved } = requests;
      const { cpu: limit, ...bounds } = limits;
      expect(bounds).toEqual(reserved);
      expect(limit).toBe(given.cpuLimit?.amount);
      if (devices !== undefined) expect(limits[devices.resource]).toBe(`${devices.count}`);
      expect([...Object.values(requests), ...Object.values(limits)].every((value) => typeof value === 'string')).toBe(true);
    }),
  );
});
