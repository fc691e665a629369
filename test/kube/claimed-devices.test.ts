import fc from 'fast-check';
import { Gpu } from '../../src/kube/devices/accelerator';
import { claimTemplate, type DeviceClaimOptions, Dra, isClaimed } from '../../src/kube/devices/claimed-devices';
import { yamlDocument } from '../../src/manifest/yaml-text';

const H100 = 'device.attributes["gpu.nvidia.com"].productName == "NVIDIA H100 80GB HBM3"';
const template = (props: DeviceClaimOptions) => claimTemplate(Dra.claim(props), 'llama', { team: 'a' });

test('the template of a claim', () => {
  const props = { deviceClass: 'gpu.nvidia.com', count: 2, selectors: [H100], matchAttribute: 'resource.kubernetes.io/pcieRoot' };
  expect(yamlDocument(template(props))).toMatchSnapshot();
});

test('a claim that says nothing else is for one device of the class', () => {
  expect(template({ deviceClass: 'gpu.amd.com' }).spec.spec.devices).toEqual({
    requests: [{ name: 'devices', exactly: { deviceClassName: 'gpu.amd.com', allocationMode: 'ExactCount', count: 1 } }],
  });
});

test('another claim is another object, because the spec of a template cannot change; the same claim is the same', () => {
  const claims = fc.record({ deviceClass: fc.constantFrom('gpu.nvidia.com', 'mig.nvidia.com'), count: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(claims, claims, (left, right) => {
      const [one, other] = [template(left), template(right)];
      expect(one.metadata.name === other.metadata.name).toBe(JSON.stringify(one.spec) === JSON.stringify(other.spec));
    }),
  );
});

test('counted devices are not claimed ones', () => {
  expect([isClaimed(Gpu.nvidia(1)), isClaimed(Dra.claim({ deviceClass: 'gpu.nvidia.com' }))]).toEqual([false, true]);
});

test.each<[string, object]>([
  ['no class', { deviceClass: undefined }],
  ['a class that is no name', { deviceClass: 'NVIDIA GPU' }],
  ['no device', { count: 0 }],
  ['half a device', { count: 0.5 }],
  ['an empty selector', { selectors: [' '] }],
  ['a selector that is no text', { selectors: [{ cel: 'true' }] }],
  ['an attribute without domain', { matchAttribute: 'pcieRoot' }],
  ['an attribute of two domains', { matchAttribute: 'a.com/b/c' }],
])('%s is refused', (_, change) => {
  const props = { deviceClass: 'gpu.nvidia.com', ...change } as DeviceClaimOptions;
  expect(() => Dra.claim(props)).toThrow(expect.objectContaining({ code: 'Dra.claim' }));
});
