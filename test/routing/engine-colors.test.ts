import { Chart, Size, Testing } from 'cdk8s';
import { Gpu } from '../../src/kube/devices/accelerator';
import { KServeInferenceService } from '../../src/operator/kserve/kserve-inference-service';
import { KServeLLMInferenceService } from '../../src/operator/kserve/kserve-llm-inference-service';
import { KubeRayService } from '../../src/operator/kuberay/kuberay-service';
import { BlueGreenRoute } from '../../src/routing/route/blue-green-route';
import { Inactive } from '../../src/routing/route/inactive';
import type { ServiceTarget } from '../../src/routing/route/service-target';
import { Via } from '../../src/routing/routers/via';
import { MLService } from '../../src/serving/ml-service';
import { kserve, llm, ray } from '../operator/operated';
import { gpu } from '../serving/serving-props';
import { codeOf } from '../support/code-of';

const via = Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } });
const group = { ...gpu, accelerator: Gpu.nvidia(8), memory: Size.gibibytes(128), nodes: 2 };

function routed(make: (chart: Chart, id: string) => ServiceTarget) {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
  const [blue, green] = ['chat-blue', 'chat-green'].map((id) => make(chart, id)) as [ServiceTarget, ServiceTarget];
  const route = new BlueGreenRoute(chart, 'chat', { hostname: 'chat.example.com', live: 'blue', blue, green, via });
  return { chart, route, blue, green };
}

test('the leaders of groups on several nodes are a color', () => {
  const { chart, route } = routed((scope, id) => new MLService(scope, id, group));
  expect(route.spec.backends).toEqual({ blue: { name: 'chat-blue', port: 80 }, green: { name: 'chat-green', port: 80 } });
  expect(chart.node.root.node.validate()).toEqual([]);
});

test('a group stands by like every service', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
  const [blue, green] = ['blue', 'green'].map((id) => new MLService(chart, id, { ...group, replicas: 2 })) as [MLService, MLService];
  new BlueGreenRoute(chart, 'chat', { hostname: 'chat.example.com', live: 'blue', blue, green, via, inactive: Inactive.off() });
  expect(green.workload.toJson().spec.replicas).toBe(0);
  expect(blue.workload.toJson().spec.replicas).toBe(2);
});

test.each<[string, (chart: Chart, id: string) => ServiceTarget, string, number]>([
  ['KServe', (chart, id) => new KServeInferenceService(chart, id, kserve), 'chat-blue-predictor', 80],
  ['KubeRay', (chart, id) => new KubeRayService(chart, id, ray), 'chat-blue-serve-svc', 8000],
])('the Service that %s keeps through every change is a color', (_, make, name, port) => {
  const { chart, route, blue } = routed(make);
  expect(route.spec.backends.blue).toEqual({ name, port });
  expect(route.node.dependencies).toContain(blue);
  expect(chart.node.root.node.validate()).toEqual([]);
});

test('a service that KServe routes to itself is no color, and the refusal says why', () => {
  const make = (chart: Chart, id: string) => new KServeLLMInferenceService(chart, id, llm);
  // @ts-expect-error it has no Service for others to use
  const act = () => routed(make);
  expect(codeOf(act)).toBe('BlueGreenRoute.blue');
  expect(act).toThrow('test/chat-blue is routed by KServe, which makes the HTTPRoute');
});
