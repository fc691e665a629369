import { App, Chart } from 'cdk8s';
import type { Deployment } from '../../imports/kubernetes';
import { Environment } from '../../src/environment/environment';
import { demandsBelow } from '../../src/kube/capacity/demand';
import { Gpu, Tpu } from '../../src/kube/devices/accelerator';
import { Dra } from '../../src/kube/devices/claimed-devices';
import { renderApp } from '../../src/render/render-app';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Rollout } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Scale } from '../../src/serving/scale/replicas';
import { cpu, DIGEST, gpu } from './serving-props';

function prod(devices: number, services: Readonly<Record<string, Partial<MLServiceProps>>>) {
  const app = new App();
  const chart = new Chart(new Environment(app, 'prod', { capacity: { 'nvidia.com/gpu': devices } }), 'serving', { namespace: 'team-a' });
  const made = Object.entries(services).map(([name, change]) => new MLService(chart, name, { ...gpu, ...change } as MLServiceProps));
  return { app, chart, made };
}

const surgeOf = (app: App, name: string) => {
  const [object] = [...renderApp(app).charts.values()]
    .flat()
    .filter(({ identity }) => identity.kind === 'Deployment' && identity.name === name)
    .map(({ manifest }) => manifest as unknown as Deployment);
  return object?.spec?.strategy?.rollingUpdate?.maxSurge;
};

test('a service declares what runs, what its autoscaler and what its rollout may add', () => {
  const replicas = Scale.hpa({ min: 2, max: 5, cpuUtilization: 70 });
  const { chart } = prod(99, { llama: { accelerator: Gpu.nvidia(4, { product: 'H100' }), memory: gpu.memory, replicas } });
  expect(demandsBelow(chart)).toMatchObject([
    { workload: 'team-a/llama', resource: 'nvidia.com/gpu', product: 'H100', devices: 4, live: 2, autoscaled: 3, surge: 'auto' },
  ]);
});

test('a service without devices declares none', () => {
  const { chart } = prod(0, { scorer: { ...cpu, accelerator: undefined, startup: undefined, modelSize: undefined } as object });
  expect(demandsBelow(chart)).toEqual([]);
});

test('chips, claims and other devices are counted beside GPUs', () => {
  const onTpu = { accelerator: Tpu.v6e('2x4'), runtime: Runtime.vllm({ image: `vllm/vllm-tpu:v0.18.0@${DIGEST}` }) };
  const { chart } = prod(99, {
    chips: { ...onTpu, memory: gpu.memory } as object,
    claims: { accelerator: Dra.claim({ deviceClass: 'gpu.nvidia.com', count: 2 }), extendedResources: { 'rdma/hca': 1 } },
  });
  const found = demandsBelow(chart).map(({ workload, resource, product, devices }) => [workload, resource, product, devices]);
  expect(found).toEqual([
    ['team-a/chips', 'google.com/tpu', 'tpu-v6e-slice', 8],
    ['team-a/claims', 'gpu.nvidia.com', undefined, 2],
    ['team-a/claims', 'rdma/hca', undefined, 1],
  ]);
});

test('more claimed devices than there are are refused', () => {
  const app = new App();
  const chart = new Chart(new Environment(app, 'prod', { capacity: { 'gpu.nvidia.com': 3 } }), 'serving', { namespace: 'team-a' });
  new MLService(chart, 'llama', { ...gpu, accelerator: Dra.claim({ deviceClass: 'gpu.nvidia.com', count: 2 }), replicas: 2 });
  expect(() => renderApp(app)).toThrow('prod: gpu.nvidia.com: live 4 = 4, and 3 are declared');
});

test('a rollout surges only where every resource of a pod has room', () => {
  const rdma = { extendedResources: { 'rdma/hca': 1 } };
  const surge = (cards: number) => {
    const app = new App();
    const environment = new Environment(app, 'prod', { capacity: { 'nvidia.com/gpu': 9, 'rdma/hca': cards } });
    new MLService(new Chart(environment, 'serving', { namespace: 'team-a' }), 'llama', { ...gpu, ...rdma });
    return surgeOf(app, 'llama');
  };
  expect([surge(1), surge(2)]).toEqual([0, 1]);
});

test('automatic rollouts share the room of the whole environment, in the order of names', () => {
  const both = { b: {}, a: {} };
  expect(['a', 'b'].map((name) => surgeOf(prod(4, both).app, name))).toEqual([1, 1]);
  expect(['a', 'b'].map((name) => surgeOf(prod(3, both).app, name))).toEqual([1, 0]);
  expect(['a', 'b'].map((name) => surgeOf(prod(2, both).app, name))).toEqual([0, 0]);
});

test('an explicit surge that does not fit is refused with the sum', () => {
  expect(() => renderApp(prod(2, { llama: { replicas: 2, rollout: Rollout.surge(1) } }).app)).toThrow(
    'prod: nvidia.com/gpu: live 2 + surge 1 = 3, and 2 are declared\n    team-a/llama: live 2 + surge 1',
  );
});
