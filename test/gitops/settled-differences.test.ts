import { type ApiObject, App } from 'cdk8s';
import { specDriftDifferences } from '../../src/gitops/argo-cd/argo-application-spec';
import { addDeliveryHints } from '../../src/kube/delivery/delivery-hints';
import { chart, object } from './delivery-fixture';

test('Argo CD looks away from the specs of settled objects, each by its name, sorted', () => {
  const applied = chart(new App(), 'training');
  const made = ['b', 'a', 'c'].map((name): ApiObject => object(applied, 'JobSet', name, 'jobset.x-k8s.io/v1alpha2'));
  for (const each of made.slice(0, 2)) addDeliveryHints(each, { ignoreSpecDrift: true });
  const common = { group: 'jobset.x-k8s.io', kind: 'JobSet', jsonPointers: ['/spec'] };
  expect(specDriftDifferences(made)).toEqual([
    expect.objectContaining({ ...common, name: 'a' }),
    expect.objectContaining({ ...common, name: 'b' }),
  ]);
});
