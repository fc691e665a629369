import { App } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { ArgoHealthRules } from '../../src/gitops/argo-cd/argo-health-rules';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { chart, Deliveries, object, rendered } from './delivery-fixture';

function configMap(props: ConstructorParameters<typeof ArgoHealthRules>[2] = {}) {
  const app = new App();
  const prod = new Environment(app, 'prod');
  const delivery = new Deliveries(prod, 'argo', 'argocd');
  new ArgoHealthRules(delivery, 'health', props);
  const scoring = chart(prod, 'scoring');
  object(scoring, 'RayService', 'scorer', 'ray.io/v1');
  object(scoring, 'InferenceService', 'known', 'serving.kserve.io/v1beta1');
  delivery.argo('scoring', scoring);
  const elsewhere = chart(new Environment(app, 'dev'), 'train');
  object(elsewhere, 'JobSet', 'train', 'jobset.x-k8s.io/v1alpha2');
  new Deliveries(elsewhere.node.scope as Environment, 'argo', 'argocd').argo('train', elsewhere);
  return rendered(app, 'ConfigMap', props.name ?? 'argocd-cm');
}

const keys = (manifest: ReturnType<typeof configMap>): string[] => Object.keys(manifest.data as object);

test('the ConfigMap has the rules of the kinds that Argo CD applies in this cluster and does not know, and of Applications', () => {
  expect(yamlDocument(configMap())).toMatchSnapshot();
});

test('it has the label without which Argo CD does not see it', () => {
  expect(configMap().metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'argocd' });
});

test('a claim is healthy while it waits for its first pod; a kind of the core group has no prefix in its key', () => {
  const app = new App();
  const prod = new Environment(app, 'prod');
  const delivery = new Deliveries(prod, 'argo', 'argocd');
  new ArgoHealthRules(delivery, 'health');
  const training = chart(prod, 'training');
  object(training, 'PersistentVolumeClaim', 'checkpoints', 'v1');
  delivery.argo('training', training);
  expect(rendered(app, 'ConfigMap', 'argocd-cm').data).toMatchObject({
    'resource.customizations.health.PersistentVolumeClaim': expect.stringContaining('status.phase == "Pending"'),
  });
});

test('a rule without Lua is refused: Argo CD could not use it', () => {
  expect(() => configMap({ rules: [{ group: 'a', kind: 'B', cel: { current: 'true' } }] })).toThrow('[ArgoHealthRules.rules]');
});

test('rules of the user are added, and win', () => {
  const rules = [
    { group: 'example.com', kind: 'Model', cel: { current: 'true' }, lua: 'return { status = "Healthy" }' },
    { group: 'ray.io', kind: 'RayService', cel: { current: 'true' }, lua: 'return { status = "Healthy" }' },
  ];
  const manifest = configMap({ name: 'argocd-cm-extra', rules });
  expect(keys(manifest)).toEqual([
    'resource.customizations.health.argoproj.io_Application',
    'resource.customizations.health.example.com_Model',
    'resource.customizations.health.ray.io_RayService',
  ]);
  expect(manifest.data).toMatchObject({ 'resource.customizations.health.ray.io_RayService': 'return { status = "Healthy" }' });
});

test.each([
  ['argo', 'argocd.argoproj.io/sync-options', 'Prune=false'],
  ['flux', 'kustomize.toolkit.fluxcd.io/prune', 'disabled'],
] as const)('%s does not prune argocd-cm with its file: the rest of the configuration of Argo CD would go with it', (tool, key, value) => {
  const app = new App();
  const prod = new Environment(app, 'prod');
  const settings = chart(prod, 'argocd-settings', 'argocd');
  new ArgoHealthRules(settings, 'health');
  new Deliveries(prod)[tool]('settings', settings);
  expect(rendered(app, 'ConfigMap', 'argocd-cm').metadata.annotations).toMatchObject({ [key]: value });
});
