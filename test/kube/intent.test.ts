import { type ApiObject, App, Chart } from 'cdk8s';
import { addIntent, intentOf } from '../../src/kube/intent';
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
    expect(intentOf(given)).toEqual({ keep: true, replace: false });
    addIntent(given, { keep: false });
    expect(intentOf(given)).toEqual({ keep: false, replace: false });
  },
);

test.each(['ConfigMap', 'Secret', 'Service'])('a %s goes with its file, unless someone says otherwise', (kind) => {
  const given = object(kind);
  expect(intentOf(given)).toEqual({ keep: false, replace: false });
  addIntent(given, { keep: true });
  expect(intentOf(given)).toEqual({ keep: true, replace: false });
});

test('intents add up, and the later word on one point counts', () => {
  const given = object('ConfigMap');
  addIntent(given, { replace: true });
  addIntent(given, { keep: true });
  addIntent(given, { keep: false });
  expect(intentOf(given)).toEqual({ keep: false, replace: true });
});

test('a field that is passed on empty takes nothing back', () => {
  const given = object('ConfigMap');
  addIntent(given, { keep: true });
  addIntent(given, { keep: undefined, replace: true });
  expect(intentOf(given)).toEqual({ keep: true, replace: true });
});

test('what is said of one object is said of no other', () => {
  addIntent(object('ConfigMap'), { keep: true });
  expect(intentOf(object('ConfigMap')).keep).toBe(false);
});
