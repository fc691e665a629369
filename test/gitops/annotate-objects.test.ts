import { type ApiObject, App } from 'cdk8s';
import { addDeliveryHints } from '../../src/kube/delivery/delivery-hints';
import { renderApp } from '../../src/render/render-app';
import { chart, Deliveries, object, rendered } from './delivery-fixture';

type Tool = 'flux' | 'argo';
const CRD = 'apiextensions.k8s.io/v1';

function annotations(tool: Tool | undefined, kind: string, change: (made: ApiObject) => void = () => {}, apiVersion = 'v1'): unknown {
  const app = new App();
  const applied = chart(app, 'scoring');
  change(object(applied, kind, 'it', apiVersion));
  const delivery = new Deliveries(app);
  if (tool !== undefined) delivery[tool]('scoring', applied);
  renderApp(app);
  // A second render must add nothing.
  return rendered(app, kind, 'it').metadata.annotations;
}

const keep = (made: ApiObject): void => addDeliveryHints(made, { retain: true });
const replace = (made: ApiObject): void => addDeliveryHints(made, { recreate: true });

describe('Flux is told', () => {
  test('not to prune what is kept', () => {
    expect(annotations('flux', 'ConfigMap', keep)).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
    expect(annotations('flux', 'PersistentVolumeClaim')).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
  });

  test('to recreate what is replaced', () => {
    expect(annotations('flux', 'Job', replace, 'batch/v1')).toEqual({ 'kustomize.toolkit.fluxcd.io/force': 'enabled' });
  });

  test('to create what is settled, and leave it alone', () => {
    const settled = (made: ApiObject): void => addDeliveryHints(made, { retain: true, ignoreSpecDrift: true });
    expect(annotations('flux', 'JobSet', settled, 'jobset.x-k8s.io/v1alpha2')).toEqual({
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent',
    });
  });

  test('nothing about what is neither', () => {
    expect(annotations('flux', 'ConfigMap')).toBeUndefined();
  });
});

describe('Argo CD is told', () => {
  const options = (value: string): object => ({ 'argocd.argoproj.io/sync-options': value });

  test('not to prune what is kept, to recreate what is replaced, and both', () => {
    expect(annotations('argo', 'Namespace')).toEqual(options('Prune=false'));
    expect(annotations('argo', 'Job', replace, 'batch/v1')).toEqual(options('Replace=true,Force=true'));
    const both = (made: ApiObject): void => addDeliveryHints(made, { retain: true, recreate: true });
    expect(annotations('argo', 'Job', both, 'batch/v1')).toMatchObject(options('Prune=false,Replace=true,Force=true'));
  });

  test('to overlook a run and its account that are kept although they left Git, and nothing else', () => {
    const overlooked = { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' };
    expect(annotations('argo', 'Job', keep, 'batch/v1')).toEqual({ ...options('Prune=false'), ...overlooked });
    expect(annotations('argo', 'JobSet', keep, 'jobset.x-k8s.io/v1alpha2')).toEqual({ ...options('Prune=false'), ...overlooked });
    expect(annotations('argo', 'ServiceAccount', keep)).toEqual({ ...options('Prune=false'), ...overlooked });
    expect(annotations('argo', 'ConfigMap', keep)).toEqual(options('Prune=false'));
  });

  test('to apply a CRD on the server side, and no other object', () => {
    expect(annotations('argo', 'CustomResourceDefinition', undefined, CRD)).toEqual(options('Prune=false,ServerSideApply=true'));
    expect(annotations('argo', 'ConfigMap')).toBeUndefined();
  });

  test('beside the options that a person wrote, which win', () => {
    const given = (made: ApiObject): void =>
      made.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Prune=confirm, Validate=false');
    expect(annotations('argo', 'Namespace', given)).toEqual(options('Prune=confirm,Validate=false'));
    const other = (made: ApiObject): void => made.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'Validate=false');
    expect(annotations('argo', 'Namespace', other)).toEqual(options('Validate=false,Prune=false'));
  });
});

test('an object that nothing delivers gets no annotation', () => {
  expect(annotations(undefined, 'Namespace')).toBeUndefined();
  expect(annotations(undefined, 'Job', replace, 'batch/v1')).toBeUndefined();
});
