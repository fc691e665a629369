import { App, Chart, Duration, Size } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { ArgoHealthRules } from '../../src/gitops/argo-cd/argo-health-rules';
import { Gpu } from '../../src/kube/devices/accelerator';
import { KServeInferenceService } from '../../src/operator/kserve/kserve-inference-service';
import { KServeLLMInferenceService } from '../../src/operator/kserve/kserve-llm-inference-service';
import { KubeRayService } from '../../src/operator/kuberay/kuberay-service';
import { InferencePool } from '../../src/routing/inference-pool';
import { MLService } from '../../src/serving/ml-service';
import { kserve, llm, ray } from '../operator/operated';
import { gpu } from '../serving/serving-props';
import { Deliveries, findingsOf, rendered, specOf } from './delivery-fixture';

/** A service of every engine in one chart. */
function engines(scope: Environment): Chart {
  const chart = new Chart(scope, 'models', { namespace: 'models' });
  const group = new MLService(chart, 'group', { ...gpu, accelerator: Gpu.nvidia(8), memory: Size.gibibytes(128), nodes: 2 });
  new InferencePool(chart, 'pool', { service: group, endpointPicker: { service: 'picker' } });
  new KServeInferenceService(chart, 'kserve', kserve);
  new KServeLLMInferenceService(chart, 'llm', llm);
  new KubeRayService(chart, 'ray', ray);
  return chart;
}

test('Flux is told when each engine is ready, without a word of the user', () => {
  const app = new App();
  const prod = new Environment(app, 'prod');
  new Deliveries(prod).flux('models', engines(prod));
  const rules = specOf(app, 'Kustomization', 'models').healthCheckExprs as readonly { kind: string; current: string }[];
  expect(rules.map(({ kind }) => kind)).toEqual([
    'InferencePool',
    'LeaderWorkerSet',
    'RayService',
    'InferenceService',
    'LLMInferenceService',
  ]);
});

test('so is Argo CD, of the kinds that it does not know', () => {
  const app = new App();
  const prod = new Environment(app, 'prod');
  const delivery = new Deliveries(prod, 'argo', 'argocd');
  new ArgoHealthRules(delivery, 'health');
  delivery.argo('models', engines(prod));
  expect(Object.keys(rendered(app, 'ConfigMap', 'argocd-cm').data as object)).toEqual(
    expect.arrayContaining([
      'resource.customizations.health.inference.networking.k8s.io_InferencePool',
      'resource.customizations.health.leaderworkerset.x-k8s.io_LeaderWorkerSet',
      'resource.customizations.health.ray.io_RayService',
      'resource.customizations.health.serving.kserve.io_LLMInferenceService',
    ]),
  );
});

test('a delivery that allows less than an engine needs is refused with the sum', () => {
  const app = new App();
  const prod = new Environment(app, 'prod');
  const chart = new Chart(prod, 'models', { namespace: 'models' });
  new KubeRayService(chart, 'ray', ray);
  new Deliveries(prod).flux('models', chart, { timeout: Duration.minutes(20) });
  expect(findingsOf(app).join()).toContain('startup 600 s + image pull 600 s');
});
