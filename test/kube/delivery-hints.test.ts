import { type ApiObject, App, Chart } from 'cdk8s';
import { addDeliveryHints, deliveryHintsOf } from '../../src/kube/delivery/delivery-hints';
import { customObject } from '../../src/kube/kube-object';

function object(kind: string): ApiObject {
  const chart = new Chart(new App(), 'chart', { namespace: 'team-a' });
  return customObject(chart, 'X', {
    apiVersion: kind === 'CustomResourceDefinition' ? 'apiextensions.k8s.io/v1' : 'v1',
    kind,
    metadata: { name: 'x' },
  });
}

test.each(['Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'CustomResourceDefinition'])(
  'a %s is kept when its file goes, unless someone says otherwise',
  (kind) => {
    const given = object(kind);
    expect(deliveryHintsOf(given)).toEqual({ retain: true, recreate: false });
    addDeliveryHints(given, { retain: false });
    expect(deliveryHintsOf(given)).toEqual({ retain: false, recreate: false });
  },
);

test.each(['ConfigMap', 'Secret', 'Service'])('a %s goes with its file, unless someone says otherwise', (kind) => {
  const given = object(kind);
  expect(deliveryHintsOf(given)).toEqual({ retain: false, recreate: false });
  addDeliveryHints(given, { retain: true });
  expect(deliveryHintsOf(given)).toEqual({ retain: true, recreate: false });
});

test('intents add up, and the later word on one point counts', () => {
  const given = object('ConfigMap');
  addDeliveryHints(given, { recreate: true });
  addDeliveryHints(given, { retain: true });
  addDeliveryHints(given, { retain: false });
  expect(deliveryHintsOf(given)).toEqual({ retain: false, recreate: true });
});

test('a field that is passed on empty takes nothing back', () => {
  const given = object('ConfigMap');
  addDeliveryHints(given, { retain: true });
  addDeliveryHints(given, { retain: undefined, recreate: true });
  expect(deliveryHintsOf(given)).toEqual({ retain: true, recreate: true });
});

test('what is said of one object is said of no other', () => {
  addDeliveryHints(object('ConfigMap'), { retain: true });
  expect(deliveryHintsOf(object('ConfigMap')).retain).toBe(false);
});
