import { Chart, Duration, Size, Testing } from 'cdk8s';
import { ConfigError } from '../../src/base/config-error';
import { Gpu } from '../../src/kube/devices/accelerator';
import { yamlDocument, yamlStream } from '../../src/manifest/yaml-text';
import { KServeInferenceService } from '../../src/operator/kserve/kserve-inference-service';
import { KubeRayService } from '../../src/operator/kuberay/kuberay-service';
import { InferencePool, type InferencePoolProps, type PooledService } from '../../src/routing/inference-pool';
import { MLService } from '../../src/serving/ml-service';
import { kserve, ray } from '../operator/operated';
import { gpu } from '../serving/serving-props';
import { renderedManifests } from '../support/rendered';
import { schemaFindings } from '../support/schema-findings';

const endpointPicker = { service: 'picker' };
const route = {
  gateway: { name: 'inference', namespace: 'gateways' },
  hostname: 'chat.example.com',
  timeouts: { request: Duration.minutes(10) },
};
const group = { ...gpu, accelerator: Gpu.nvidia(8), memory: Size.gibibytes(128), nodes: 2 };

test('a pool renders with the route that leads to it', () => {
  const manifests = renderedManifests((chart) => {
    const service = new MLService(chart, 'llama', gpu);
    new InferencePool(chart, 'chat', { service, endpointPicker, route });
  });
  const own = manifests.filter(({ metadata }) => metadata.name === 'chat');
  expect(schemaFindings(own)).toEqual([]);
  expect(yamlStream(own.map((manifest) => yamlDocument(manifest)))).toMatchSnapshot();
});

describe('a pool', () => {
  const poolOf = (make: (chart: Chart) => PooledService) => {
    const manifests = renderedManifests((chart) => new InferencePool(chart, 'chat', { service: make(chart), endpointPicker }));
    return manifests.find(({ kind }) => kind === 'InferencePool');
  };

  test('selects the pods of its service, by the number of their port', () => {
    const spec = poolOf((chart) => new MLService(chart, 'llama', gpu))?.spec;
    expect(spec).toMatchObject({
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'llama', 'app.kubernetes.io/component': 'model-server' } },
      targetPorts: [{ number: 8000 }],
      endpointPickerRef: { name: 'picker', port: { number: 9002 }, failureMode: 'FailClose' },
    });
  });

  test('selects the leaders of groups, and never a worker', () => {
    const spec = poolOf((chart) => new MLService(chart, 'llama', group))?.spec;
    expect(spec).toHaveProperty(['selector', 'matchLabels', 'serving.cdk8s-mlops/role'], 'leader');
  });

  test('selects the pods that KServe makes', () => {
    expect(poolOf((chart) => new KServeInferenceService(chart, 'llama', kserve))?.spec).toMatchObject({ targetPorts: [{ number: 8000 }] });
  });

  test('is delivered after its service', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
    const service = new MLService(chart, 'llama', gpu);
    expect(new InferencePool(chart, 'chat', { service, endpointPicker }).node.dependencies).toEqual([service]);
  });
});

describe('a pool refuses', () => {
  function refusal(change: object, namespace = 'team-a'): string {
    const app = Testing.app();
    const service = new MLService(new Chart(app, 'served', { namespace: 'team-a' }), 'llama', gpu);
    try {
      new InferencePool(new Chart(app, 'pool', { namespace }), 'chat', { service, endpointPicker, ...change } as InferencePoolProps);
    } catch (error) {
      if (ConfigError.is(error)) return error.code;
      throw error;
    }
    return 'accepted';
  }

  test.each<[string, object, string]>([
    ['no service', { service: undefined }, 'InferencePool.service'],
    ['no picker', { endpointPicker: undefined }, 'InferencePool.endpointPicker'],
    ['a picker that is no name', { endpointPicker: { service: 'Picker' } }, 'InferencePool.endpointPicker'],
    ['a port that is none', { endpointPicker: { service: 'picker', port: 70_000 } }, 'InferencePool.endpointPicker'],
    ['a name that is none', { name: 'Chat' }, 'InferencePool.name'],
    ['a gateway that is none', { route: { gateway: {} } }, 'InferencePool.route'],
    ['a host that is none', { route: { ...route, hostname: '10.0.0.1' } }, 'InferencePool.route'],
    ['a path that has two spellings', { route: { ...route, path: '/v1/' } }, 'InferencePool.route'],
  ])('%s', (_, change, code) => expect(refusal(change)).toBe(code));

  test('pods of another namespace', () => expect(refusal({}, 'team-b')).toBe('InferencePool.service'));

  test('a service that does not say which pods answer', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
    const service = new KubeRayService(chart, 'ranking', ray);
    // @ts-expect-error Ray balances by itself
    expect(() => new InferencePool(chart, 'chat', { service, endpointPicker })).toThrow('[InferencePool.service]');
  });
});
